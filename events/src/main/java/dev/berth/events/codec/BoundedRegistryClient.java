package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends questions to a registry in time, however slowly the answer drips in: the timeouts of Confluent's client are those
 * of a single read. A question that took too long hangs on by itself on the one thread that there is, and until it has
 * ended all others fail at once. For programs with one thread that asks.
 */
final class BoundedRegistryClient implements InvocationHandler {
    private final SchemaRegistryClient client;
    private final Duration patience;
    private final ThreadPoolExecutor asking =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), BoundedRegistryClient::thread);

    private BoundedRegistryClient(SchemaRegistryClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    static SchemaRegistryClient of(SchemaRegistryClient client, Duration patience) {
        return (SchemaRegistryClient) Proxy.newProxyInstance(
                SchemaRegistryClient.class.getClassLoader(),
                new Class<?>[] {SchemaRegistryClient.class},
                new BoundedRegistryClient(client, patience));
    }

    private static Thread thread(Runnable question) {
        Thread thread = new Thread(question, "schema-registry");
        thread.setDaemon(true);
        return thread;
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
        FutureTask<Object> question = new FutureTask<>(() -> method.invoke(client, arguments));
        try {
            asking.execute(question);
            return question.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InvocationTargetException told ? told.getCause() : e.getCause();
        } catch (RejectedExecutionException busy) {
            throw new IOException("it has not answered an earlier question yet", busy);
        } catch (TimeoutException e) {
            question.cancel(true);
            throw new IOException("no whole answer came within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
