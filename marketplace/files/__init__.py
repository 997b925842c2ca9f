"""Private immutable blobs and who may read them."""
