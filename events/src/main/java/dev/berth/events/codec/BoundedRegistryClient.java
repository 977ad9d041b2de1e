package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends questions to a registry in time, however slowly the answer drips in: the timeouts of Confluent's client are
 * those of a single read. A question that took too long hangs on by itself on its thread, and until it has ended all
 * others fail at once, so that no more than one hangs. For programs with one thread that asks.
 */
final class BoundedRegistryClient implements InvocationHandler {
    private final SchemaRegistryClient client;
    private final Duration timeout;
    private volatile Optional<Thread> hanging = Optional.empty();

    private BoundedRegistryClient(SchemaRegistryClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    static SchemaRegistryClient of(SchemaRegistryClient client, Duration timeout) {
        return (SchemaRegistryClient) Proxy.newProxyInstance(
                SchemaRegistryClient.class.getClassLoader(),
                new Class<?>[] {SchemaRegistryClient.class},
                new BoundedRegistryClient(client, timeout));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean isQuestion = Arrays.asList(method.getExceptionTypes()).contains(IOException.class)
                && !method.getName().equals("close");
        return isQuestion ? ask(method, arguments) : call(method, arguments);
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object ask(Method method, Object[] arguments) throws Throwable {
        if (hanging.filter(Thread::isAlive).isPresent()) {
            throw new IOException("it has not answered an earlier question yet");
        }
        FutureTask<Object> question = new FutureTask<>(() -> method.invoke(client, arguments));
        Thread asking = new Thread(question, "schema-registry");
        asking.setDaemon(true);
        asking.start();
        try {
            return question.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InvocationTargetException told ? told.getCause() : e.getCause();
        } catch (TimeoutException e) {
            hanging = Optional.of(asking);
            throw new IOException("no whole answer came within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            hanging = Optional.of(asking);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
