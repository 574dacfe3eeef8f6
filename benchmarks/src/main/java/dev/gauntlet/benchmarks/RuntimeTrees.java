package dev.gauntlet.benchmarks;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
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
import com.google.protobuf.ByteString;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.nio.FloatBuffer;
import java.util.Map;

/** An ensemble in ONNX Runtime on one thread: one TreeEnsembleRegressor in floats, as converters write it. */
final class RuntimeTrees implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    RuntimeTrees(TreeEnsemble ensemble) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file(ensemble), options);
        }
    }

    /** The log-odds or probability of each row. */
    float[][] scores(float[] rows, int size, int width) throws OrtException {
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {size, width});
                OrtSession.Result result = session.run(Map.of("rows", tensor))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private static byte[] file(TreeEnsemble ensemble) {
        NodeProto node = node(ensemble);
        GraphProto graph = GraphProto.newBuilder()
                .setName("trees")
                .addInput(floats("rows", ensemble.inputs()))
                .addOutput(floats("score", 1))
                .addNode(node)
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
                .build()
                .toByteArray();
    }

    private static NodeProto node(TreeEnsemble ensemble) {
        AttributeProto.Builder trees = whole("nodes_treeids");
        AttributeProto.Builder ids = whole("nodes_nodeids");
        AttributeProto.Builder columns = whole("nodes_featureids");
        AttributeProto.Builder lefts = whole("nodes_truenodeids");
        AttributeProto.Builder rights = whole("nodes_falsenodeids");
        AttributeProto.Builder missing = whole("nodes_missing_value_tracks_true");
        AttributeProto.Builder thresholds = named("nodes_values", AttributeType.FLOATS);
        AttributeProto.Builder modes = named("nodes_modes", AttributeType.STRINGS);
        AttributeProto.Builder leafTrees = whole("target_treeids");
        AttributeProto.Builder leafNodes = whole("target_nodeids");
        AttributeProto.Builder targets = whole("target_ids");
        AttributeProto.Builder outputs = named("target_weights", AttributeType.FLOATS);
        int t = 0;
        for (Tree tree : ensemble.apart()) {
            for (int i = 0; i < tree.size(); i++) {
                boolean leaf = tree.isLeaf(i);
                trees.addInts(t);
                ids.addInts(i);
                columns.addInts(leaf ? 0 : tree.feature(i));
                lefts.addInts(leaf ? 0 : tree.left(i));
                rights.addInts(leaf ? 0 : tree.right(i));
                missing.addInts(!leaf && tree.missingLeft(i) ? 1 : 0);
                thresholds.addFloats(leaf ? 0 : notBelow(tree.threshold(i)));
                modes.addStrings(ByteString.copyFromUtf8(leaf ? "LEAF" : "BRANCH_LT"));
                if (leaf) {
                    leafTrees.addInts(t);
                    leafNodes.addInts(i);
                    targets.addInts(0);
                    outputs.addFloats((float) tree.output(i));
                }
            }
            t++;
        }
        return node(ensemble, trees, ids, columns, lefts, rights, missing, thresholds, modes)
                .addAttribute(leafTrees)
                .addAttribute(leafNodes)
                .addAttribute(targets)
                .addAttribute(outputs)
                .build();
    }

    private static NodeProto.Builder node(TreeEnsemble ensemble, AttributeProto.Builder... attributes) {
        boolean mean = ensemble.output() == TreeEnsemble.Output.PROBABILITY_MEAN;
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType("TreeEnsembleRegressor")
                .setDomain("ai.onnx.ml")
                .addInput("rows")
                .addOutput("score")
                .addAttribute(named("n_targets", AttributeType.INT).setI(1))
                .addAttribute(named("aggregate_function", AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8(mean ? "AVERAGE" : "SUM")))
                .addAttribute(named("base_values", AttributeType.FLOATS).addFloats((float) ensemble.base()));
        for (AttributeProto.Builder attribute : attributes) {
            node.addAttribute(attribute);
        }
        return node;
    }

    /** The float that tells floats as a threshold does. */
    private static float notBelow(double threshold) {
        float near = (float) threshold;
        return near < threshold ? Math.nextUp(near) : near;
    }

    private static AttributeProto.Builder named(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static AttributeProto.Builder whole(String name) {
        return named(name, AttributeType.INTS);
    }

    private static ValueInfoProto floats(String name, int width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
