"""Writes the files that tests read and fuzzing begins with: a tiny ResNet in the ways people save one.

    /usr/bin/python3 torch_files.py

Number i of tensor k is value(k, i), so that a test can say what it must read.
"""
import argparse
import collections
import json
import pathlib
import struct
import zipfile

import numpy
import torch

SEEDS = pathlib.Path(__file__).parent / "TorchFuzzTestInputs"
FILES = SEEDS / "aFileGivesAModelOrASentence"
PICKLES = SEEDS / "aPickleGivesAValueOrASentence"
BATCH_NORM = ("weight", "bias", "running_mean", "running_var")


def value(k, i):
    return ((31 * k + 7 * i) % 64 + 1) / 16


def shapes():
    yield "conv1.weight", (2, 3, 3, 3)
    yield from norm("bn1", 2)
    for layer, into, out in (("layer1.0.", 2, 2), ("layer2.0.", 2, 4)):
        yield layer + "conv1.weight", (out, into, 3, 3)
        yield from norm(layer + "bn1", out)
        yield layer + "conv2.weight", (out, out, 3, 3)
        yield from norm(layer + "bn2", out)
        if into != out:
            yield layer + "shortcut.0.weight", (out, into, 1, 1)
            yield from norm(layer + "shortcut.1", out)
    yield "linear.weight", (3, 4)
    yield "linear.bias", (3,)


def norm(name, width):
    for part in BATCH_NORM:
        yield name + "." + part, (width,)


def network():
    tensors = collections.OrderedDict()
    for k, (name, shape) in enumerate(shapes()):
        count = int(numpy.prod(shape))
        numbers = torch.tensor([value(k, i) for i in range(count)], dtype=torch.float32)
        tensors[name] = numbers.reshape(shape)
        if name.endswith("running_var"):
            counter = name.replace("running_var", "num_batches_tracked")
            tensors[counter] = torch.tensor(1000 + k)
    return tensors


def madry():
    """As the library saves it: the network twice, an optimizer, and objects of any class."""
    state = collections.OrderedDict()
    mean, std = torch.tensor([0.5, 0.25, 0.125]), torch.tensor([0.25, 0.5, 0.75])
    for place in ("normalizer", "attacker.normalize"):
        state["module." + place + ".new_mean"] = mean[:, None, None]
        state["module." + place + ".new_std"] = std[:, None, None]
    net = network()
    for prefix in ("module.model.", "module.attacker.model."):
        state.update((prefix + name, tensor) for name, tensor in net.items())
    state._metadata = {"": {"version": 1}}
    weights = [torch.nn.Parameter(torch.ones(3, 2))]
    optimizer = torch.optim.SGD(weights, lr=0.1, momentum=0.9)
    weights[0].sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "args": argparse.Namespace(arch="resnet", big=1 << 80, path=pathlib.PurePosixPath("a/b")),
        "best": numpy.float64(0.5),
        "history": numpy.arange(300.0),
        "optimizer": optimizer.state_dict(),
        "seen": {1, 2},
        "model": state,
    }


def mixed():
    """A bare state dict of four number formats."""
    types = (torch.float16, torch.bfloat16, torch.float64, torch.float32)
    tensors = {}
    for k, (name, tensor) in enumerate(network().items()):
        whole = name.endswith("num_batches_tracked")
        tensors[name] = tensor if whole else tensor.to(types[k % len(types)])
    return tensors


def strided():
    """Parameters that look into one buffer, transposed, or with channels last."""
    net = network()
    flat = torch.cat([torch.zeros(5)] + [t.flatten() for t in net.values() if t.is_floating_point()])
    at = 5
    for name, tensor in net.items():
        if tensor.is_floating_point():
            net[name] = torch.nn.Parameter(flat[at:at + tensor.numel()].view(tensor.shape))
            at += tensor.numel()
    columns = torch.zeros(4, 6)
    columns[:, 1:4] = net["linear.weight"].detach().t()
    net["linear.weight"] = columns[:, 1:4].t()
    conv = net["layer2.0.conv1.weight"].detach()
    net["layer2.0.conv1.weight"] = conv.contiguous(memory_format=torch.channels_last)
    return {"state_dict": net, "lr": 0.1}


def safetensors():
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in network().items():
        if tensor.is_floating_point():
            numbers = tensor.numpy().tobytes()
            offsets = [len(data), len(data) + len(numbers)]
            header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
            data += numbers
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


if __name__ == "__main__":
    FILES.mkdir(parents=True, exist_ok=True)
    PICKLES.mkdir(exist_ok=True)
    old = {"_use_new_zipfile_serialization": False}
    torch.save(madry(), FILES / "madry.pt")
    torch.save(madry(), FILES / "madry-legacy.pt", **old)
    torch.save(mixed(), FILES / "mixed.pt", pickle_protocol=4)
    torch.save(mixed(), FILES / "mixed-legacy.pt", pickle_protocol=4, **old)
    torch.save(strided(), FILES / "strided.pt")
    torch.save(torch.nn.Linear(2, 2), FILES / "module.pt")
    (FILES / "bare.safetensors").write_bytes(safetensors())
    for name in ("madry", "mixed"):
        with zipfile.ZipFile(FILES / (name + ".pt")) as archive:
            (PICKLES / (name + ".pkl")).write_bytes(archive.read(name + "/data.pkl"))
