package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class BackgroundTaskTest {
    @Test
    void theWorkRunsOnADaemonThreadWithItsName() {
        var thread =
                BackgroundTask.start("public address", Thread::currentThread).await();

        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isEqualTo("public address");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void aFailureOfTheWorkIsThrownWithoutAWrapper() {
        var failure = new OpsException(Kind.UNREACHABLE, "no answer from AWS");

        var task = BackgroundTask.start("failing", () -> {
            throw failure;
        });

        assertThatThrownBy(task::await).isSameAs(failure);
        assertThatThrownBy(() -> task.get(Duration.ofMinutes(1))).isSameAs(failure);
    }

    @Test
    void anErrorOfTheJvmIsThrownWithoutAWrapper() {
        var error = new OutOfMemoryError("Java heap space");

        var task = BackgroundTask.start("failing", () -> {
            throw error;
        });

        assertThatThrownBy(task::await).isSameAs(error);
    }

    @Test
    void aCheckedExceptionIsTheCauseOfTheFailure() {
        var checked = new IOException("broken pipe");
        var task = new FutureTask<String>(() -> {
            throw checked;
        });
        task.run();

        assertThatThrownBy(() -> BackgroundTask.result(task))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(checked);
    }

    @Test
    void anInterruptedWaiterReportsThatNothingWasChanged() {
        var never = new CountDownLatch(1);
        var task = BackgroundTask.start("waiting", () -> awaited(never));

        Thread.currentThread().interrupt();

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(task::await)
                .withMessage("interrupted; nothing was changed")
                .matches(failure -> failure.kind() == Kind.INTERRUPTED);
        never.countDown();
    }

    @Test
    void thereIsNoResultWhileTheWorkRuns() throws InterruptedException {
        var gate = new CountDownLatch(1);
        var task = BackgroundTask.start("waiting", () -> awaited(gate));

        assertThat(task.get(Duration.ofMillis(1))).isEmpty();
        gate.countDown();

        assertThat(task.get(Duration.ofMinutes(1))).contains("done");
    }

    @Test
    void interruptEndsTheWorkOnAVirtualThread() throws IOException {
        var pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            var task = BackgroundTask.startVirtual(() -> interruptedRead(source));

            task.interrupt();

            assertThat(task.await()).isTrue();
            assertThat(sink.isOpen()).isTrue();
        }
    }

    private static boolean interruptedRead(Pipe.SourceChannel source) {
        try {
            source.read(java.nio.ByteBuffer.allocate(1));
            return false;
        } catch (ClosedByInterruptException _) {
            return true;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String awaited(CountDownLatch latch) {
        try {
            latch.await();
            return "done";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
