package dev.berth.api.connection;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Vert.x for servers and clients that serve no files of the class path. */
public final class FilelessVertx {
    private FilelessVertx() {}

    /** Options with which nothing is unpacked to a directory that others may write to. */
    public static VertxOptions options() {
        return new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /** The same, with so many event loops and one worker: for what is asked seldom. */
    public static VertxOptions small(int eventLoops) {
        return options().setEventLoopPoolSize(eventLoops).setWorkerPoolSize(1);
    }
}
