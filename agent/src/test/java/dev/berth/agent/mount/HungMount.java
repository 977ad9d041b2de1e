package dev.berth.agent.mount;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A path below a mount whose server hangs: whoever asks for anything there waits until it answers again. */
public final class HungMount implements AutoCloseable {
    private final CountDownLatch answering = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final Path path;

    /** @param answer the path that it is once it answers */
    public HungMount(Path answer) {
        this.path = (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("toString")) {
                        return answer.toString();
                    }
                    asked.incrementAndGet();
                    answering.await();
                    return method.invoke(answer, arguments);
                });
    }

    public Path path() {
        return path;
    }

    /** How many calls there were, each of which hangs. */
    public int asked() {
        return asked.get();
    }

    /** It answers, also those who wait. */
    @Override
    public void close() {
        answering.countDown();
    }
}
