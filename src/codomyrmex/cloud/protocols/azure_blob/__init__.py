"""The protocol of Azure Blob Storage, as Azure and Azurite speak it."""
