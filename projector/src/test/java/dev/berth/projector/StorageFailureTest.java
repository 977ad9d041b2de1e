package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class StorageFailureTest {
    @Test
    void knowsWhatADiskSaysHoweverDeepItLies() {
        assertThat(StorageFailure.in(new StreamsException(new ProcessorStateException(
                        "flush", rocks(Status.Code.IOError, "While pwrite: No space left")))))
                .contains("While pwrite: No space left");
        assertThat(StorageFailure.in(new StreamsException(new IOException("No space left on device"))))
                .contains("No space left on device");
        assertThat(StorageFailure.in(
                        new ProcessorStateException("checkpoint", new FileSystemException("f", null, "Read-only"))))
                .contains("f: Read-only");
        assertThat(StorageFailure.in(new InternalError(
                        "a fault occurred in a recent unsafe memory access operation in compiled Java code")))
                .isPresent();
    }

    @Test
    void takesNothingElseForADisk() {
        assertThat(StorageFailure.in(new ProcessorStateException("get", rocks(Status.Code.Corruption, "bad block"))))
                .as("the rows are dropped and had again")
                .isEmpty();
        assertThat(StorageFailure.in(new StreamsException(new TimeoutException("no answer"))))
                .isEmpty();
        assertThat(StorageFailure.in(new StreamsException(new IOException("Connection reset by peer"))))
                .isEmpty();
        assertThat(StorageFailure.in(new KafkaStorageException("a broker's disk is no disk of ours")))
                .isEmpty();
        assertThat(StorageFailure.in(new ProcessorStateException("busy", rocks(Status.Code.Busy, "busy"))))
                .isEmpty();
        assertThat(StorageFailure.in(new IllegalStateException("a bug"))).isEmpty();
    }

    private static RocksDBException rocks(Status.Code code, String said) {
        return new RocksDBException(said, new Status(code, Status.SubCode.None, said));
    }
}
