package dev.berth.api.auth.keystone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the section {@code [keystone_authtoken]} of a file, with the names that keystonemiddleware gives to its
 * options, so that the file of a Placement can be used as it is. An option that is not known is refused, for it may be
 * a misspelled one; what is known there and means nothing here is told and passed over.
 */
final class KeystoneConfigFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeystoneConfigFile.class);
    private static final String SECTION = "keystone_authtoken";
    private static final int BYTES_MAX = 1024 * 1024;
    private static final int TIMEOUT_S = 10;
    private static final int TIMEOUT_S_MAX = 60;
    private static final int CACHE_TIME_S = 300;
    private static final int OUTAGE_TIME_S = 600;
    private static final int DAY_S = 24 * 60 * 60;
    private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

    /** Options for Keystone's catalogue, for caches, and for headers that are passed to applications. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "auth_version",
            "cache",
            "http_request_max_retries",
            "include_service_catalog",
            "interface",
            "region_name",
            "enforce_token_bind",
            "service_type",
            "log_name",
            "auth_section");

    private static final String OF_MEMCACHE = "memcache";

    private KeystoneConfigFile() {}

    /**
     * Reads it.
     *
     * @throws UnusableFileException if it cannot be used, with what would be right
     */
    static KeystoneConfig read(Path file) {
        String text = new String(SecretFile.read(file, BYTES_MAX), StandardCharsets.UTF_8);
        if (SecretFile.isReadableByAll(file)) {
            throw new UnusableFileException(
                    file + " holds a password and can be read by everybody on this machine: chmod o-r " + file);
        }
        IniSection section = IniSection.read(file.toString(), text, SECTION);
        KeystoneConfig config = config(section, file);
        refuseUnknown(section);
        return config;
    }

    private static KeystoneConfig config(IniSection section, Path file) {
        URI api = api(section);
        String publicUrl = section.value("www_authenticate_uri")
                .or(() -> section.value("auth_uri"))
                .orElse(api.toString());
        if (!publicUrl.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"')) {
            throw section.wrong("expected www_authenticate_uri as a URL but got " + publicUrl);
        }
        if (section.isTrue("insecure", false)) {
            throw section.wrong("insecure would take any server for Keystone; give cafile the certificate of whoever "
                    + "signed Keystone's");
        }
        if (section.isTrue("delay_auth_decision", false)) {
            throw section.wrong("delay_auth_decision is not supported here: unknown callers are answered with 401");
        }
        return new KeystoneConfig(
                api,
                publicUrl,
                user(section),
                caFile(section, file),
                Duration.ofSeconds(
                        section.value("http_connect_timeout").isPresent()
                                ? section.number("http_connect_timeout", TIMEOUT_S, 1, TIMEOUT_S_MAX)
                                : section.number("timeout", TIMEOUT_S, 1, TIMEOUT_S_MAX)),
                Duration.ofSeconds(section.number("token_cache_time", CACHE_TIME_S, 0, DAY_S)),
                Duration.ofSeconds(section.number("token_outage_time", OUTAGE_TIME_S, 0, DAY_S)),
                COMMAS.splitToStream(section.value("service_token_roles").orElse("service"))
                        .map(role -> role.toLowerCase(Locale.ROOT))
                        .collect(ImmutableSet.toImmutableSet()),
                section.isTrue("service_token_roles_required", false));
    }

    private static URI api(IniSection section) {
        String text = section.required("auth_url");
        try {
            URI url = new URI(CharMatcher.is('/').trimTrailingFrom(text));
            String scheme = url.getScheme() == null ? "" : url.getScheme();
            if (!List.of("http", "https").contains(scheme)
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null) {
                throw section.wrong("expected auth_url as http(s)://host:port/path but got " + text);
            }
            if (url.getPath().endsWith("/v2.0")) {
                throw section.wrong("expected auth_url of version 3 of Keystone's API but got " + text);
            }
            return url.getPath().endsWith("/v3") ? url : new URI(url + "/v3");
        } catch (URISyntaxException e) {
            throw section.wrong("expected auth_url as http(s)://host:port/path but got " + text);
        }
    }

    private static Optional<Path> caFile(IniSection section, Path file) {
        Optional<Path> caFile = section.value("cafile").map(name -> file.resolveSibling(name));
        caFile.filter(path -> !Files.isReadable(path)).ifPresent(path -> {
            throw section.wrong("expected cafile as a file of certificates in PEM but " + path + " cannot be read");
        });
        if (section.value("certfile").isPresent() || section.value("keyfile").isPresent()) {
            throw section.wrong(
                    "certfile and keyfile are not supported here: the service shows Keystone no certificate");
        }
        return caFile;
    }

    private static ServiceUser user(IniSection section) {
        String type = section.value("auth_type")
                .or(() -> section.value("auth_plugin"))
                .orElse("password");
        switch (type) {
            case "password", "v3password":
                return passwordUser(section);
            case "v3applicationcredential":
                return applicationCredential(section);
            default:
                throw section.wrong("expected auth_type as password or v3applicationcredential but got " + type);
        }
    }

    private static ServiceUser passwordUser(IniSection section) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        Optional<String> id = section.value("user_id");
        String name = id.orElseGet(() -> section.value("username")
                .or(() -> section.value("user_name"))
                .orElseThrow(() -> section.wrong("expected username, or user_id")));
        if (id.isPresent()) {
            user.put("id", name);
        } else {
            user.put("name", name).set("domain", domain(section, "user_domain"));
        }
        user.put("password", section.required("password"));
        return ServiceUser.withPassword(name, user, scope(section));
    }

    private static ObjectNode scope(IniSection section) {
        ObjectNode scope = JsonNodeFactory.instance.objectNode();
        Optional<String> system = section.value("system_scope");
        Optional<String> projectId = section.value("project_id");
        Optional<String> projectName = section.value("project_name").or(() -> section.value("tenant_name"));
        if (system.isPresent()) {
            scope.putObject("system").put("all", true);
        } else if (projectId.isPresent()) {
            scope.putObject("project").put("id", projectId.get());
        } else {
            scope.putObject("project")
                    .put(
                            "name",
                            projectName.orElseThrow(() -> section.wrong(
                                    "expected project_name (service, as a rule), project_id or system_scope = all")))
                    .set("domain", domain(section, "project_domain"));
        }
        return scope;
    }

    private static ObjectNode domain(IniSection section, String prefix) {
        Optional<String> id = section.value(prefix + "_id").or(() -> section.value("default_domain_id"));
        Optional<String> name = section.value(prefix + "_name").or(() -> section.value("default_domain_name"));
        ObjectNode domain = JsonNodeFactory.instance.objectNode();
        return id.isPresent() ? domain.put("id", id.get()) : domain.put("name", name.orElse("Default"));
    }

    private static ServiceUser applicationCredential(IniSection section) {
        ObjectNode credential = JsonNodeFactory.instance.objectNode();
        Optional<String> id = section.value("application_credential_id");
        String name = id.orElseGet(() -> section.value("application_credential_name")
                .orElseThrow(() -> section.wrong("expected application_credential_id, or application_credential_name "
                        + "with username and user_domain_name")));
        if (id.isPresent()) {
            credential.put("id", name);
        } else {
            ObjectNode user = credential.put("name", name).putObject("user");
            Optional<String> userId = section.value("user_id");
            if (userId.isPresent()) {
                user.put("id", userId.get());
            } else {
                user.put("name", section.required("username")).set("domain", domain(section, "user_domain"));
            }
        }
        credential.put("secret", section.required("application_credential_secret"));
        return ServiceUser.withApplicationCredential(name, credential);
    }

    private static void refuseUnknown(IniSection section) {
        // One of two ways to say it, given beside the other.
        List.of("user_domain_id", "user_domain_name", "project_domain_id", "project_domain_name")
                .forEach(section::value);
        List.of("default_domain_id", "default_domain_name", "username", "project_name", "timeout", "auth_uri")
                .forEach(section::value);
        TreeSet<String> ignored = new TreeSet<>();
        TreeSet<String> unknown = new TreeSet<>();
        for (String name : section.unasked()) {
            (WITHOUT_MEANING.contains(name) || name.startsWith(OF_MEMCACHE) ? ignored : unknown).add(name);
        }
        if (!unknown.isEmpty()) {
            throw section.wrong("no option is called " + String.join(" or ", unknown));
        }
        if (!ignored.isEmpty()) {
            LOG.info("these options for Keystone mean nothing to Berth: {}", String.join(", ", ignored));
        }
    }
}
