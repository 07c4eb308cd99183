import time

from qwenbox import Output, Provider

provider = Provider.from_environment()
task = provider.video.submit("A paper boat on a river.", resolution="720P")
print(f"keep this: {task.id}")
while task.next_poll_ms is not None:
    time.sleep(task.next_poll_ms / 1000)
    task = provider.video.poll(task.id)
if isinstance(task.status, Output):
    print(task.status.urls)
else:
    print(task.status)
