"""Measures kernels through jupyter_client: one JSON object a line.

    python3 latency.py robusta python3

launch: seconds from starting the kernel to the end of its first cell;
cell: median, and 90th percentile, of the round trip of 200 trivial cells, in milliseconds, and the
median of the first 50, while Java still warms up;
empty: the same for cells without text, which is what the protocol costs;
images: a cell that shows 20 pictures of noise, 224 x 224 pixels, in milliseconds: the first one,
which includes the loading of what encodes them, and the median of five.
"""

import json
import statistics
import sys
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

CELLS = {
    "groovy": {
        "trivial": "1 + 1",
        "prepare": """
random = new Random(7)
values = new float[20 * 3 * 224 * 224]
for (int i = 0; i < values.length; i++) { values[i] = random.nextFloat() }
pictures = new Images(values, 20, 3, 224, 224)
null
""",
        "images": """
pictures
""",
    },
    "python": {
        "trivial": "1 + 1",
        "prepare": """
import io, os
from PIL import Image as Pillow
from IPython.display import Image, display
pictures = [Pillow.frombytes("RGB", (224, 224), os.urandom(224 * 224 * 3)) for _ in range(20)]
""",
        "images": """
for picture in pictures:
    data = io.BytesIO()
    picture.save(data, "png")
    display(Image(data.getvalue()))
""",
    },
}


def timed(client, code):
    """Seconds until the kernel is idle again; fails if the cell does."""
    begin = time.perf_counter()
    reply = client.execute_interactive(code, output_hook=lambda message: None, timeout=120)
    seconds = time.perf_counter() - begin
    if reply["content"]["status"] != "ok":
        raise RuntimeError(f"{reply['content']['ename']}: {reply['content']['evalue']}")
    return seconds


def launched(name):
    """A kernel whose first cell is done, its client and the seconds that took."""
    begin = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    language = manager.kernel_spec.language
    timed(client, CELLS[language]["trivial"])
    return manager, client, time.perf_counter() - begin


def measure(name):
    launches = []
    for _ in range(3):
        manager, client, seconds = launched(name)
        launches.append(seconds)
        cells = CELLS[manager.kernel_spec.language]
        if len(launches) < 3:
            client.stop_channels()
            manager.shutdown_kernel()
    try:
        for _ in range(10):
            timed(client, cells["trivial"])
        trips = [timed(client, cells["trivial"]) for _ in range(200)]
        empty = [timed(client, "") for _ in range(50)]
        result = {
            "kernel": name,
            "launch_s": [round(seconds, 2) for seconds in launches],
            "cell_ms": round(1e3 * statistics.median(trips), 1),
            "cell_p90_ms": round(1e3 * sorted(trips)[179], 1),
            "cell_first_50_ms": round(1e3 * statistics.median(trips[:50]), 1),
        }
        result["empty_ms"] = round(1e3 * statistics.median(empty), 1)
        try:
            timed(client, cells["prepare"])
            images = [timed(client, cells["images"]) for _ in range(5)]
            result["images_first_ms"] = round(1e3 * images[0])
            result["images_ms"] = round(1e3 * statistics.median(images))
        except RuntimeError as failure:
            result["images_failed"] = str(failure)
        return result
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def main():
    present = KernelSpecManager().find_kernel_specs()
    for name in sys.argv[1:] or ["robusta", "python3"]:
        if name in present:
            print(json.dumps(measure(name)), flush=True)
        else:
            print(json.dumps({"kernel": name, "skipped": "no such kernelspec"}), flush=True)


if __name__ == "__main__":
    main()
