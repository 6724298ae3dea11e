"""Makes sentence.onnx of this folder from the published weights; run by hand, never by the site.

    python make_model.py WEIGHTS_FOLDER OUT_FOLDER

README.md says where the weights come from and which packages this needs.
"""

import hashlib
import shutil
import sys
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertModel

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Sentence(torch.nn.Module):
    """The model with what follows it: the mean of the words' vectors, scaled to length 1."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        words = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(words.dtype)
        mean = (words * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def main(weights: Path, out: Path) -> None:
    if _sha256(weights / "model.safetensors") != WEIGHTS_SHA256:
        raise SystemExit("These are not the weights that this project's figures were measured with.")
    out.mkdir(parents=True, exist_ok=True)
    full = out / "full.onnx"
    _export(Sentence(weights).eval(), full)
    # Per channel keeps 0.99 of the full model's direction; the reduced range gives the same numbers on every processor.
    small = out / "sentence.onnx"
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    shutil.copy(weights / "tokenizer.json", out)
    files = ("sentence.onnx", "tokenizer.json")
    (out / "SHA256SUMS").write_text("".join(f"{_sha256(out / name)}  {name}\n" for name in files))


def _export(model: Sentence, to: Path) -> None:
    example = (torch.randint(1000, 2000, (2, 7)), torch.ones(2, 7, dtype=torch.long))
    axes = {0: "texts", 1: "words"}
    names = ["input_ids", "attention_mask"]
    shapes = {**dict.fromkeys(names, axes), "vector": {0: "texts"}}
    torch.onnx.export(
        model,
        example,
        to,
        input_names=names,
        output_names=["vector"],
        dynamic_axes=shapes,
        opset_version=17,
        dynamo=False,
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
