"""pandas, pyarrow and pathlib on a bucket: tables go there as CSV and Parquet, and come back.

python examples/dataframes.py                       in the embedded store
python examples/dataframes.py minio://reports       on MinIO, as the variables of its profile say
python examples/dataframes.py cmx+s3://reports      on AWS
"""

from __future__ import annotations

import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.core import url_to_fs
from upath import UPath

SALES = pd.DataFrame({"region": ["ch", "fr", "it"], "total": [42, 17, 8]})


def main(address: str) -> None:
    """Write tables into the bucket at ``address``, walk what is there, and read it back."""
    fs, bucket = url_to_fs(address)
    fs.makedirs(bucket, exist_ok=True)

    SALES.to_csv(f"{address}/csv/sales.csv.gz", index=False)
    SALES.to_parquet(f"{address}/parquet/pandas.parquet")
    pq.write_table(pa.Table.from_pandas(SALES), f"{bucket}/parquet/pyarrow.parquet", filesystem=fs)

    for path in sorted(UPath(address).rglob("*"), key=str):
        print(path, "file" if path.is_file() else "directory")

    print(pd.read_csv(f"{address}/csv/sales.csv.gz").equals(SALES))
    # One thread: with more, pyarrow is often still at work when Python ends; see docs/filesystem.md.
    print(pd.read_parquet(f"{address}/parquet/pandas.parquet", use_threads=False).equals(SALES))
    with fs.open(f"{bucket}/parquet/pyarrow.parquet") as file:
        print(pq.ParquetFile(file).read(columns=["total"])["total"].to_pylist())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "cmx+local://dataframes")
