"""Makes sentence.onnx of this folder from the tuned weights; run by hand, never by the site.

    python make_model.py WEIGHTS_FOLDER OUT_FOLDER

README.md says where the weights come from, how `tune.py` tuned them, and which packages this needs.
"""

import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

WEIGHTS_SHA256 = "0dd3048445294ec43cbf002a3e269aae536c8052d7b27d0b57a049c7ef9530df"
LAYERS, HEADS, SIZE = 6, 12, 384
SMALLEST = 1e-12  # added to a variance, as the model was trained
FUSED = "com.microsoft"  # onnxruntime's own operators: each stands for a dozen of the standard's


class Graph:
    """Collects the operators of one text's way through the model."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights, self.nodes, self.constants = weights, [], []

    def op(self, kind: str, *inputs: str, outputs: int = 1, **settings: object) -> str | list[str]:
        names = [f"v{len(self.nodes)}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **settings))
        return names if outputs > 1 else names[0]

    def constant(self, numbers: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(numbers), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(self.weights[name])

    def embed(self, ids: str) -> str:
        """The vectors of the word pieces and of their places, added."""
        rows, scale, zero = _in_bytes(self.weights["embeddings.word_embeddings.weight"])
        words = self.op("Gather", self.constant(rows), ids)
        words = self.op("DequantizeLinear", words, self.constant(scale), self.constant(zero))
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]  # there is one text, so one kind
        places = self.constant(self.weights["embeddings.position_embeddings.weight"] + kind)
        length = self.op("Shape", ids, start=1, end=2)
        places = self.op("Slice", places, self.constant(np.array([0])), length, self.constant(np.array([0])))
        return self.normalised(self.op("Add", words, places), "embeddings.LayerNorm")

    def layer(self, before: str, name: str) -> str:
        """Attention, then two dense steps, each added to what came in."""
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        query, key, value = self.op("Split", self.dense(before, *parts), outputs=3, axis=2)
        seen = self.op("MultiHeadAttention", query, key, value, domain=FUSED, num_heads=HEADS)
        seen = self.op("Add", self.dense(seen, f"{name}.attention.output.dense"), before)
        seen = self.normalised(seen, f"{name}.attention.output.LayerNorm")
        wide = self.op("Gelu", self.dense(seen, f"{name}.intermediate.dense"), domain=FUSED)
        return self.normalised(
            self.op("Add", self.dense(wide, f"{name}.output.dense"), seen), f"{name}.output.LayerNorm"
        )

    def dense(self, before: str, *names: str) -> str:
        """One product in 8 bits with the matrices of `names` side by side; what comes in is scaled as it comes."""
        matrix = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        rows, scales = _columns_in_bytes(matrix)
        numbers = (rows, scales, np.zeros_like(scales, np.int8), bias)
        return self.op("DynamicQuantizeMatMul", before, *map(self.constant, numbers), domain=FUSED)

    def normalised(self, before: str, name: str) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("LayerNormalization", before, scale, shift, epsilon=SMALLEST)


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Return the model for one text at a time, with what follows it: the pieces' mean, scaled to length 1."""
    graph = Graph(weights)
    found = graph.embed("input_ids")
    for at in range(LAYERS):
        found = graph.layer(found, f"encoder.layer.{at}")
    mean = graph.op("ReduceMean", found, axes=[1], keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["vector"], axis=1, p=2))
    asked = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "pieces"])
    answer = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, SIZE])
    whole = helper.make_graph(graph.nodes, "sentence", [asked], [answer], graph.constants)
    sets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(whole, opset_imports=sets, ir_version=9)


def _columns_in_bytes(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return whole numbers from -64 to 64, and the scale of each column.

    With 7 of the 8 bits, processors that add two products in 16 bits get the same sums as all others.
    """
    scales = np.abs(matrix).max(axis=0) / 64
    return np.round(matrix / scales).astype(np.int8), scales


def _in_bytes(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return whole numbers from 0 to 255, their one scale, and the number that stands for zero."""
    scale = (table.max() - table.min()) / 255
    zero = np.round(-table.min() / scale)
    return np.clip(np.round(table / scale) + zero, 0, 255).astype(np.uint8), scale, zero.astype(np.uint8)


def main(folder: Path, out: Path) -> None:
    if _sha256(folder / "model.safetensors") != WEIGHTS_SHA256:
        raise SystemExit("These are not the weights that this project's figures were measured with.")
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(load_file(folder / "model.safetensors")), out / "sentence.onnx")
    shutil.copy(folder / "tokenizer.json", out)
    files = ("sentence.onnx", "tokenizer.json")
    (out / "SHA256SUMS").write_text("".join(f"{_sha256(out / name)}  {name}\n" for name in files))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
