"""Jupyter's conformance tests, with code samples for every one of them.

The kernelspec `robusta-test` must be on JUPYTER_PATH. Run: python3 -m unittest test_robusta_kernel
"""

import os
import signal
import time
import unittest
from unittest import mock

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel

KERNEL = "robusta-test"

# A shell ignores SIGINT for what it starts in the background, and kernels would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


class RobustaKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "groovy"
    file_extension = ".groovy"

    code_hello_world = 'println "hello, world"'
    code_stderr = 'System.err.println "a warning"'
    completion_samples = [
        {"text": "interpo", "matches": {"interpolate"}},
        {"text": "x = visuali", "matches": {"visualize"}},
    ]
    complete_code_samples = ["1 + 1", "x = 3\nprintln x", "[1, 2].each { println it }", ""]
    incomplete_code_samples = ["def f() {", "[1, 2,", "if (x) {\n  println x"]
    invalid_code_samples = ["x = )", "}"]
    code_page_something = "invert?"
    code_generate_error = 'throw new Exception("meant to fail")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "ab"},
    ]
    code_display_data = [{"code": "display(html('<b>bold</b>'))", "mime": "text/html"}]
    code_history_pattern = "6?*7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "invert"
    code_clear_output = "clearOutput()"

    def execute_helper(self, *args, **options):
        """The suite waits 0.1 s for each message, for which a busy machine may take longer."""
        channel = self.kc.iopub_channel
        get_msg = channel.get_msg
        patient = mock.patch.object(channel, "get_msg", lambda timeout: get_msg(timeout=10))
        with patient:
            return super().execute_helper(*args, **options)


class FurtherTests(unittest.TestCase):
    """What the suite above leaves out, through Jupyter's own client; one kernel serves all."""

    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name=KERNEL)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

    def run_cell(self, code, **options):
        texts = []

        def hook(message):
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])

        reply = self.client.execute_interactive(code, output_hook=hook, timeout=60, **options)
        return reply["content"], "".join(texts)

    def wait_for_text(self):
        while self.client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
            pass

    def test_flood(self):
        content, text = self.run_cell("100000.times { println it }")
        self.assertEqual(content["status"], "ok")
        self.assertEqual(text, "".join(f"{i}\n" for i in range(100000)))

    def test_interrupt(self):
        for by_signal in (False, True):
            with self.subTest(by_signal=by_signal):
                request = self.client.execute("println 'going'\nwhile (true) { }")
                self.wait_for_text()
                if by_signal:
                    os.kill(self.manager.provisioner.pid, signal.SIGINT)
                else:
                    self.manager.interrupt_kernel()
                while True:
                    reply = self.client.get_shell_msg(timeout=20)
                    if reply["parent_header"]["msg_id"] == request:
                        break
                self.assertEqual(reply["content"]["status"], "error")
                self.assertEqual(self.run_cell("1 + 1")[0]["status"], "ok")

    def test_restart(self):
        self.run_cell("x = 5")
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=60)
        self.assertEqual(self.run_cell("x")[0]["status"], "error")

    def test_shutdown(self):
        """The last, since tests run in the order of their names."""
        self.client.execute("println 'going'\nwhile (true) { }")
        self.wait_for_text()
        self.client.shutdown()
        self.assertTrue(ends(self.manager))


def ends(manager):
    """Whether the kernel's process ends by itself, soon."""
    for _ in range(100):
        if not manager.is_alive():
            return True
        time.sleep(0.1)
    return False


if __name__ == "__main__":
    unittest.main()
