"""The Terraform modules: what they say, read without Terraform."""
