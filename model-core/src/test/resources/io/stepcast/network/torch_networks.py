"""Opens a file of networks in PyTorch, and predicts with each.

As a program: python torch_networks.py NETWORKS.safetensors WINDOWS.safetensors OUTPUTS.safetensors
WINDOWS holds "windows" [batch, time, inputs] and "steps" [batch]: how many time steps at the end of each window are real.
OUTPUTS receives, for each member, a tensor [batch, outputs] of its name.
"""

import json
import sys

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file


class Recurrent(torch.nn.Module):
    def __init__(self, kind, layers, inputs, hidden, outputs):
        super().__init__()
        cell = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind]
        self.cells, self.head = cell(inputs, hidden, layers, batch_first=True), torch.nn.Linear(hidden, outputs)

    def forward(self, windows, steps):
        return torch.cat([self.head(self.cells(w[None, len(w) - s :])[0][:, -1]) for w, s in zip(windows, steps)])

    def named(self):
        return {**dict(self.cells.named_parameters()), **{"head." + n: p for n, p in self.head.named_parameters()}}


class Mlp(torch.nn.Module):
    def __init__(self, view, hidden1, hidden2, outputs):
        super().__init__()
        self.view = view
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(len(view), hidden1),
            torch.nn.SiLU(),
            torch.nn.Linear(hidden1, hidden2),
            torch.nn.SiLU(),
            torch.nn.Linear(hidden2, outputs),
        )

    def look(self, window, steps):
        flat, unreal = window.flatten(), (window.shape[0] - steps) * window.shape[1]
        return torch.stack(
            [
                torch.zeros(()) if min(pair) < unreal else flat[pair[0]] - (flat[pair[1]] if len(pair) > 1 else 0)
                for pair in self.view
            ]
        ).clamp(-6, 6)

    def forward(self, windows, steps):
        return self.layers(torch.stack([self.look(w, s) for w, s in zip(windows, steps)]))

    def named(self):
        return dict(self.layers.named_parameters())


def make(member, inputs):
    if member["kind"] == "mlp":
        return Mlp(member["view"], member["hidden1"], member["hidden2"], member["outputs"])
    return Recurrent(member["kind"], member["layers"], inputs, member["hidden"], member["outputs"])


def open_networks(path, inputs):
    """The modules of a file, by the members' names."""
    with safe_open(path, "pt") as file:
        members = json.loads(file.metadata()["members"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    networks = {}
    for member in members:
        network = make(member, inputs)
        prefix = member["name"] + "." if member["name"] else ""
        with torch.no_grad():
            for name, parameter in network.named().items():
                parameter.copy_(tensors[prefix + name])
        networks[member["name"]] = network
    return networks


if __name__ == "__main__":
    data = load_file(sys.argv[2])
    steps = [int(s) for s in data["steps"]]
    networks = open_networks(sys.argv[1], data["windows"].shape[2])
    save_file({n: net(data["windows"], steps).detach() for n, net in networks.items()}, sys.argv[3])
