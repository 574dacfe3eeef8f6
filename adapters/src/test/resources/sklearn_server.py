"""A scikit-learn classifier behind Python's http.server, in the ways people put one there.

Prints the port, then one line of JSON: rows and the probability of malice that scikit-learn gives each.
"""
import csv
import io
import json
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

NAMES = ["size", "rate", "count"]
random = numpy.random.default_rng(7)
malicious = numpy.arange(300) % 3 == 0
x = random.normal(numpy.where(malicious, 7, 3)[:, None], 1.5, (300, 3))
x[:, 2] = numpy.rint(x[:, 2])
models = {
    "linear": make_pipeline(StandardScaler(), LogisticRegression()).fit(x, malicious.astype(int)),
    "forest": RandomForestClassifier(20, random_state=1).fit(x, malicious.astype(int)),
}


def probabilities(model, rows):
    return models[model].predict_proba(numpy.array(rows, dtype=float))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        fields = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(self.path).query, keep_blank_values=True))
        self.answer(lambda: self.fields(fields))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        path = urllib.parse.urlparse(self.path).path
        routes = {
            "/v2/models/linear/infer": self.infer,
            "/v2/models/forest/infer": self.infer,
            "/invocations": self.invocations,
            "/csv": self.separated,
            "/form": lambda text: self.fields(dict(urllib.parse.parse_qsl(text, keep_blank_values=True))),
            "/careless": self.careless,
        }
        self.answer(lambda: routes[path](body))

    def answer(self, work):
        try:
            status, (kind, text) = 200, work()
        except (ValueError, KeyError, TypeError) as e:
            status, kind, text = 400, "application/json", json.dumps({"error": str(e).splitlines()[0]})
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def infer(self, text):
        """As MLServer's runtime for scikit-learn: predict alone, unless outputs are asked for by name."""
        asked = json.loads(text)
        tensor = asked["inputs"][0]
        rows = numpy.array(tensor["data"], dtype=float).reshape(tensor["shape"])
        model = self.path.split("/")[3]
        outputs = []
        for name in [o["name"] for o in asked.get("outputs", [])] or ["predict"]:
            made = getattr(models[model], name)(rows)
            kind = "INT64" if name == "predict" else "FP64"
            shape = [len(rows), 1] if made.ndim == 1 else list(made.shape)
            outputs.append({"name": name, "shape": shape, "datatype": kind, "data": made.ravel().tolist()})
        return "application/json", json.dumps({"model_name": model, "id": "1", "outputs": outputs})

    def invocations(self, text):
        frame = json.loads(text)["dataframe_split"]
        order = [frame["columns"].index(name) for name in NAMES]
        rows = [[row[j] for j in order] for row in frame["data"]]
        return "application/json", json.dumps({"predictions": probabilities("linear", rows).tolist()})

    def separated(self, text):
        if self.headers["Content-Type"] != "text/csv":
            raise ValueError("Unsupported content type " + self.headers["Content-Type"])
        rows = list(csv.reader(io.StringIO(text)))
        return "text/csv", "\n".join(repr(float(p)) for p in probabilities("linear", rows)[:, 1]) + "\n"

    def fields(self, fields):
        rows = [[fields[name] for name in NAMES]]
        return "application/json", json.dumps({"score": probabilities("linear", rows)[0, 1]})

    def careless(self, text):
        """What is not a number is taken for 0, as in many a web service."""
        rows = [[v if isinstance(v, (int, float)) else 0 for v in row] for row in json.loads(text)]
        return "application/json", json.dumps(probabilities("linear", rows)[:, 1].tolist())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port)
print(json.dumps({"rows": x.tolist(), **{m: probabilities(m, x)[:, 1].tolist() for m in models}}))
sys.stdout.flush()
server.serve_forever()
