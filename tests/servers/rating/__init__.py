"""A CloudKitty and a Gnocchi of our own, as neither runs here: they keep state, let in who has a token of the
real Keystone, and hold what they are asked against the two services' descriptions."""
