package dev.gauntlet.benchmarks;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gauntlet.model.kernel.Network;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** A network of max(0, x) in ONNX Runtime on one thread: a Gemm a layer, all in floats or all in doubles. */
final class RuntimeNetwork implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final TensorProto.DataType type;

    RuntimeNetwork(Network network, TensorProto.DataType type) throws OrtException {
        this.type = type;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file(network), options);
        }
    }

    /** The log-odds of each row of a network of floats. */
    float[][] scores(float[] rows, int size, int width) throws OrtException {
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {size, width});
                OrtSession.Result result = session.run(Map.of("rows", tensor))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    /** The log-odds of each row of a network of doubles. */
    double[][] scores(double[] rows, int size, int width) throws OrtException {
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, DoubleBuffer.wrap(rows), new long[] {size, width});
                OrtSession.Result result = session.run(Map.of("rows", tensor))) {
            return (double[][]) result.get(0).getValue();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private byte[] file(Network network) {
        Map<String, double[]> parameters = network.parameters();
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("network")
                .addInput(value("rows", network.inputs()))
                .addOutput(value("score", 1));
        String values = "rows";
        for (int l = 0; l < network.layers(); l++) {
            double[] weights = parameters.get("weights" + l);
            double[] biases = parameters.get("biases" + l);
            graph.addInitializer(tensor("w" + l, weights, weights.length / biases.length, biases.length));
            graph.addInitializer(tensor("b" + l, biases, biases.length));
            boolean last = l == network.layers() - 1;
            String sums = last ? "score" : "sums" + l;
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Gemm")
                    .addInput(values)
                    .addInput("w" + l)
                    .addInput("b" + l)
                    .addOutput(sums));
            values = "values" + l;
            if (!last) {
                graph.addNode(
                        NodeProto.newBuilder().setOpType("Relu").addInput(sums).addOutput(values));
            }
        }
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .build()
                .toByteArray();
    }

    private TensorProto tensor(String name, double[] numbers, long... sizes) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long size : sizes) {
            tensor.addDims(size);
        }
        for (double number : numbers) {
            if (type == TensorProto.DataType.FLOAT) {
                tensor.addFloatData((float) number);
            } else {
                tensor.addDoubleData(number);
            }
        }
        return tensor.build();
    }

    private ValueInfoProto value(String name, int width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
