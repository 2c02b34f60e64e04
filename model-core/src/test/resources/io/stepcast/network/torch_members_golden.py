"""Writes torch-members.safetensors and torch-members-golden.safetensors with PyTorch (2.15.0 when they were made).

Run in this folder: pip install torch numpy safetensors && python torch_members_golden.py
"""

import json

import torch
from safetensors.torch import save_file

from torch_networks import make

torch.manual_seed(2)
B, T, D, O, K, CLIP, RATE = 4, 6, 3, 2, 1.0, 0.3, 1e-2
MEMBERS = [
    {"name": "lstm", "kind": "lstm", "layers": 2, "hidden": 4, "outputs": O},
    {"name": "gru", "kind": "gru", "layers": 1, "hidden": 5, "outputs": O},
    {"name": "gru2", "kind": "gru", "layers": 2, "hidden": 3, "outputs": O},
    {"name": "mlp", "kind": "mlp", "hidden1": 6, "hidden2": 4, "outputs": O, "view": [[17], [15, 12], [14, 5], [9], [0]]},
]
steps = [6, 1, 3, 5]
windows, labels = 2 * torch.randn(B, T, D), 2 * torch.randn(B, O)
labels[1, 0] = float("nan")
file, golden = {}, {"windows": windows, "steps": torch.tensor(steps, dtype=torch.float32), "labels": labels}

for member in MEMBERS:
    name, network = member["name"], make(member, D)
    named = network.named()
    file.update({f"{name}.{n}": p.detach().clone() for n, p in named.items()})
    golden[f"{name}.outputs"] = network(windows, steps).detach()
    # One bias where two only count as their sum, as Stepcast trains: the second is added to the first and left alone.
    zero = {}
    with torch.no_grad():
        for n, p in named.items():
            if n.startswith("bias_hh"):
                end = len(p) if member["kind"] == "lstm" else len(p) * 2 // 3
                named[n.replace("hh", "ih")][:end] += p[:end]
                p[:end] = 0
                zero[n] = end
    optimiser = torch.optim.AdamW(named.values(), lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)
    losses, norms = [], []
    for step in range(5):
        optimiser.zero_grad()
        # Missing labels add nothing, but count in the mean. Torch's Huber loss is half of Stepcast's.
        outputs = network(windows, steps)
        loss = 2 * torch.nn.functional.huber_loss(
            torch.where(labels.isnan(), labels.nan_to_num(), outputs), labels.nan_to_num(), reduction="sum", delta=K
        ) / (B * O)
        loss.backward()
        for n, end in zero.items():
            named[n].grad[:end] = 0
        if step == 0:
            golden.update({f"{name}.gradient.{n}": p.grad.clone() for n, p in named.items()})
        norm = torch.sqrt(sum((p.grad**2).sum() for p in named.values()))
        losses.append(loss.item())
        norms.append(norm.item())
        for p in named.values():
            p.grad *= min(1.0, CLIP / norm.item())
        optimiser.step()
    golden[f"{name}.losses"], golden[f"{name}.norms"] = torch.tensor(losses), torch.tensor(norms)
    golden.update({f"{name}.trained.{n}": p.detach().clone() for n, p in named.items()})

save_file(file, "torch-members.safetensors", {"members": json.dumps(MEMBERS, separators=(",", ":"))})
save_file(golden, "torch-members-golden.safetensors")
