"""Coda's API on a port of loopback: it keeps docs, tables and rows, and checks all that is asked.

https://coda.io/developers/apis/v1
"""
