"""Files of PyTorch and TorchScript."""
