"""Logits of a torchvision network, as JSON: torchvision_logits.py NAME CLASSES WEIGHTS INPUT

WEIGHTS and INPUT are safetensors files; INPUT holds the images, already normalised, as "x".
"""
import json, struct, sys
import torch, torchvision

TYPES = {"F32": torch.float32, "F16": torch.float16}


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = torch.frombuffer(bytearray(data[begin:end]), dtype=TYPES[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"]).float()
    return tensors


name, classes, weights, images = sys.argv[1:]
net = getattr(torchvision.models, name)(num_classes=int(classes))
state = {k: v for k, v in read(weights).items() if not k.startswith("normalizer.")}
net.load_state_dict(state, strict=True)
net.eval()
with torch.no_grad():
    print(json.dumps(net(read(images)["x"]).flatten().tolist()))
