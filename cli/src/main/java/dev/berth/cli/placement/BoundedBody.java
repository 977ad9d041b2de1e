package dev.berth.cli.placement;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** The bytes of an answer, and no more of them than an answer can have. For one answer. */
final class BoundedBody implements BodySubscriber<byte[]> {
    /** As large as the list of half a million providers. */
    private static final int BYTES_MAX = 256 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Subscription subscription;

    private BoundedBody() {}

    static BodyHandler<byte[]> handler() {
        return answer -> new BoundedBody();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (bytes.size() + part.remaining() > BYTES_MAX) {
                subscription.cancel();
                body.completeExceptionally(new IOException("an answer of more than " + BYTES_MAX + " bytes"));
                return;
            }
            byte[] taken = new byte[part.remaining()];
            part.get(taken);
            bytes.writeBytes(taken);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
