package dev.berth.auditor.proof;

import dev.berth.events.model.HostKey;
import java.nio.file.Path;
import java.util.Optional;

/** Who signed a file, and whether that is whom its reader asked for. */
final class SignerCheck {
    private SignerCheck() {}

    /**
     * Refuses a file that the key that is trusted has not signed.
     *
     * @param signer whose signature it has, which was checked; empty if it has none
     * @throws UnusableProofException if there is a key to be trusted and it is another
     */
    static void require(Path file, Optional<HostKey> signer, Optional<HostKey> trusted) {
        if (trusted.isPresent() && signer.isEmpty()) {
            throw new UnusableProofException(
                    file + " is not signed, and a signature by key " + trusted.get() + " is asked for");
        }
        if (trusted.isPresent() && !signer.equals(trusted)) {
            throw new UnusableProofException(
                    file + " is signed by key " + signer.get() + ", and one by key " + trusted.get() + " is asked for");
        }
    }

    static UnusableProofException wrongSignature(Path file, HostKey key) {
        return new UnusableProofException("the signature of " + file + " is not one of key " + key
                + ": the file was changed after it was signed, or signed by another");
    }
}
