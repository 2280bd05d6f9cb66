"""Writes a checkpoint of a torchvision network and what it computes: ... NAME CLASSES FOLDER

FOLDER/net.pt is its state dict; FOLDER/expected.safetensors has images in [0, 1] as "x", their
"logits" and "representation", and as "gradient" that of the mean cross entropy for labels 0, 1, ...
"""
import json, pathlib, struct, sys
import torch, torchvision

name, classes, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
torch.manual_seed(1)
net = getattr(torchvision.models, name)(num_classes=classes)
net.train()
with torch.no_grad():  # gives batch norm statistics that do something
    net(torch.rand(2, 3, 224, 224))
net.eval()
torch.save(net.state_dict(), folder / "net.pt")

last = [module for module in net.modules() if isinstance(module, torch.nn.Linear)][-1]
seen = []
last.register_forward_hook(lambda module, given, result: seen.append(given[0].detach()))
x = torch.rand(2, 3, 224, 224, requires_grad=True)
logits = net(x)
torch.nn.functional.cross_entropy(logits, torch.arange(2)).backward()

tensors = {"x": x.detach(), "logits": logits.detach(), "representation": seen[0], "gradient": x.grad}
header, data = {}, b""
for key, tensor in tensors.items():
    numbers = tensor.contiguous().numpy().tobytes()
    header[key] = {"dtype": "F32", "shape": list(tensor.shape),
                   "data_offsets": [len(data), len(data) + len(numbers)]}
    data += numbers
text = json.dumps(header).encode()
(folder / "expected.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
