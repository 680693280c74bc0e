"""HDF5 files within bounds, without the library: the part of the format that Keras writes."""
