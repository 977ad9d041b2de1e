package dev.berth.api.auth.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.credentials.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeystoneConfigFileTest {
    @TempDir
    private Path dir;

    private KeystoneConfig read(String text) throws IOException {
        return KeystoneConfigFile.read(file(text, "rw-r-----"));
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = dir.resolve("keystone.conf");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void readsTheFileOfAPlacement() throws IOException {
        KeystoneConfig config = read("""
                [DEFAULT]
                debug = true
                nonsense of another section
                [keystone_authtoken]
                # As the installation guide has it.
                www_authenticate_uri = http://controller:5000/
                auth_url = http://controller:5000/v3/
                memcached_servers = controller:11211
                auth_type = password
                project_domain_name = Default
                user_domain_name = Default
                project_name = service
                username = placement
                password = "top $$ecret "
                region_name = RegionOne
                [placement_database]
                connection = sqlite://
                """);

        assertThat(config.api()).hasToString("http://controller:5000/v3");
        assertThat(config.publicUrl()).isEqualTo("http://controller:5000/");
        assertThat(config.user().request()).hasToString("""
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"placement",\
                "domain":{"name":"Default"},"password":"top $ecret "}}},\
                "scope":{"project":{"name":"service","domain":{"name":"Default"}}}}}""");
        assertThat(config.user()).hasToString("placement");
        assertThat(config.toString()).doesNotContain("ecret");
        assertThat(config.cacheTime()).isEqualTo(Duration.ofSeconds(300));
        assertThat(config.outageTime()).isEqualTo(Duration.ofSeconds(600));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.serviceRoles()).containsExactly("service");
        assertThat(config.areServiceRolesRequired()).isFalse();
    }

    @Test
    void readsAnApplicationCredentialAndEveryOption() throws IOException {
        KeystoneConfig config = read("""
                [keystone_authtoken]
                auth_url = https://keystone.example.org/identity
                auth_type = v3applicationcredential
                application_credential_id = 21dced0fd20347869b93710d2b98aae0
                application_credential_secret = secret
                http_connect_timeout = 3
                token_cache_time = 60
                token_outage_time = 0
                service_token_roles = Service, agent
                service_token_roles_required = True
                """);

        assertThat(config.api()).hasToString("https://keystone.example.org/identity/v3");
        assertThat(config.publicUrl()).isEqualTo("https://keystone.example.org/identity/v3");
        assertThat(config.user().request()).hasToString("""
                {"auth":{"identity":{"methods":["application_credential"],"application_credential":\
                {"id":"21dced0fd20347869b93710d2b98aae0","secret":"secret"}}}}""");
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.cacheTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.outageTime()).isZero();
        assertThat(config.serviceRoles()).containsExactly("service", "agent");
        assertThat(config.areServiceRolesRequired()).isTrue();
    }

    @Test
    void readsASystemScopeAndIds() throws IOException {
        KeystoneConfig config = read("""
                [keystone_authtoken]
                auth_url = http://[::1]:5000
                user_id = 4c795f1cd91f40c6b8d6e521a31ec76a
                password = secret
                system_scope = all
                """);

        assertThat(config.user().request()).hasToString("""
                {"auth":{"identity":{"methods":["password"],"password":{"user":\
                {"id":"4c795f1cd91f40c6b8d6e521a31ec76a","password":"secret"}}},"scope":{"system":{"all":true}}}}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username = b                                | expected auth_url",
                "auth_url = keystone:5000                    | expected auth_url as http",
                "auth_url = ftp://keystone                   | expected auth_url as http",
                "auth_url = http://user:pw@keystone          | expected auth_url as http",
                "auth_url = http://key stone                 | expected auth_url as http",
                "auth_url = http://keystone/v2.0             | version 3",
                "auth_url = http://k                         | expected username",
                "auth_url = http://k!username = b            | expected password",
                "auth_url = http://k!username = b!password=c | expected project_name",
                "auth_url = http://k!auth_type = v3oidc      | expected auth_type as password or "
                        + "v3applicationcredential",
                "auth_url = http://k!auth_type = v3applicationcredential | expected application_credential_id",
                "$ok!token_cache_tme = 5                     | no option is called token_cache_tme",
                "$ok!token_cache_time = -1                   | whole number from 0 to 86400",
                "$ok!token_cache_time = soon                 | whole number from 0 to 86400",
                "$ok!http_connect_timeout = 0                | whole number from 1 to 60",
                "$ok!insecure = true                         | give cafile",
                "$ok!insecure = perhaps                      | true or false",
                "$ok!delay_auth_decision = true              | answered with 401",
                "$ok!cafile = none.pem                       | cannot be read",
                "$ok!certfile = a.pem                        | shows Keystone no certificate",
                "$ok!www_authenticate_uri = http://a\"b      | www_authenticate_uri as a URL",
                "$ok!cafile = $other                    | a dollar itself is $$",
                "$ok!no line                                 | line 6: expected a line such as name = value"
            })
    void refusesWhatCannotBeAndSaysWhatWouldBeRight(String lines, String expected) {
        String text = "[keystone_authtoken]\n"
                + lines.replace("$ok", "auth_url = http://k!username = b!password = c!project_name = d")
                        .replace('!', '\n');

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("keystone.conf")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAFileThatOthersCanReadOrWrite() {
        String text = "[keystone_authtoken]\n";
        assertThatThrownBy(() -> KeystoneConfigFile.read(file(text, "rw-r--r--")))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("chmod o-r");
        assertThatThrownBy(() -> KeystoneConfigFile.read(file(text, "rw--w----")))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("chmod go-w");
        assertThatThrownBy(() -> KeystoneConfigFile.read(dir.resolve("none")))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("is not there");
        assertThatThrownBy(() -> read("[other]\na = b\n"))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("no section [keystone_authtoken]");
        assertThatThrownBy(() -> read("#".repeat(2_000_000)))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("larger than");
    }
}
