"""Writes torch-lstm.safetensors and torch-golden.safetensors with PyTorch (2.15.0 when they were made).

Run in this folder: pip install torch numpy safetensors && python torch_golden.py
"""

import torch
from safetensors.torch import save_file

torch.manual_seed(1)
B, T, D, H, O, K, CLIP, RATE = 4, 6, 3, 5, 2, 1.0, 0.3, 1e-2
lstm, head = torch.nn.LSTM(D, H, batch_first=True), torch.nn.Linear(H, O)
names = {"head.weight": head.weight, "head.bias": head.bias, **dict(lstm.named_parameters())}
save_file({n: p.detach().clone() for n, p in names.items()}, "torch-lstm.safetensors", {"format": "pt"})

windows, labels = torch.randn(B, T, D), 2 * torch.randn(B, O)
labels[1, 0] = float("nan")


def predict():
    return head(lstm(windows)[0][:, -1])


golden = {"windows": windows, "labels": labels, "outputs": predict().detach()}

# One bias per gate, as Stepcast trains: the second one is added to the first and left alone.
with torch.no_grad():
    lstm.bias_ih_l0 += lstm.bias_hh_l0
    lstm.bias_hh_l0.zero_()
trained = {n: p for n, p in names.items() if n != "bias_hh_l0"}
optimiser = torch.optim.AdamW(trained.values(), lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)
losses, norms = [], []
for step in range(5):
    optimiser.zero_grad()
    lstm.bias_hh_l0.grad = None
    # Missing labels add nothing, but count in the mean. Torch's Huber loss is half of Stepcast's.
    loss = 2 * torch.nn.functional.huber_loss(
        torch.where(labels.isnan(), labels.nan_to_num(), predict()), labels.nan_to_num(), reduction="sum", delta=K
    ) / (B * O)
    loss.backward()
    if step == 0:
        golden.update({"gradient." + n: p.grad.clone() for n, p in trained.items()})
    norm = torch.sqrt(sum((p.grad**2).sum() for p in trained.values()))
    losses.append(loss.item())
    norms.append(norm.item())
    for p in trained.values():
        p.grad *= min(1.0, CLIP / norm.item())
    optimiser.step()
golden["losses"], golden["norms"] = torch.tensor(losses), torch.tensor(norms)
golden.update({"trained." + n: p.detach().clone() for n, p in trained.items()})
save_file(golden, "torch-golden.safetensors")
