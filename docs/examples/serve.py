"""Serves a pickled scikit-learn model to Gauntlet: gauntlet target check 'exec:python3 serve.py model.pickle' ..."""
import json, pickle, sys

with open(sys.argv[1], "rb") as file:
    model = pickle.load(file)  # runs code that is in the file: open none but your own
for line in sys.stdin:
    question = json.loads(line)
    rows = question["rows"]
    if hasattr(model, "predict_proba"):
        answer = {"probabilities": [[float(p) for p in row] for row in model.predict_proba(rows)]}
    elif hasattr(model, "decision_function"):
        answer = {"scores": [float(s) for s in model.decision_function(rows)]}
    else:
        answer = {"labels": [int(label) for label in model.predict(rows)]}
    print(json.dumps({"id": question["id"], **answer}), flush=True)
