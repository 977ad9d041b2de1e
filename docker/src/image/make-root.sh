#!/usr/bin/env bash
# Makes the root of the image from what this machine has: a Java of only the modules that are needed, the C libraries
# that it and RocksDB load, and the jars. No other image is under it, so no registry has to be asked.
#
#   make-root.sh JAVA_HOME INSTALLATION ROOT
set -euo pipefail
export LC_ALL=C
java_home=$1 installation=$2 root=$3

# What Kafka's client (SASL, JMX), Netty, RocksDB, Jackson and logback use, beside java.base.
modules=java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml
modules=$modules,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported
modules=$modules,jdk.zipfs

[ -d "$java_home/jmods" ] || { echo "make-root.sh: $java_home has no jmods; a whole JDK is needed" >&2; exit 1; }
rm -rf "$root"
mkdir -p "$root"/{etc,opt,tmp,var/lib/berth,usr/share/doc}
"$java_home/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --output "$root/opt/java"
# The shared archive of the JDK's own classes is made by each JVM in its own way.
rm -f "$root"/opt/java/lib/server/classes*.jsa

mkdir -p "$root/opt/berth/lib"
cp "$installation"/lib/*.jar "$installation"/lib/extra/berth-console-*.jar "$root/opt/berth/lib"
cp "$installation"/{LICENSE,NOTICE} "$root/opt/berth"

# Libraries by the names under which the linker looks for them, and the licences of their packages.
libraries() {
  find "$root/opt/java" -type f \( -name '*.so' -o -name java \) -exec ldd {} + 2>/dev/null |
    sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' | grep -v "^$root"
  local libc name
  libc=$(ldd "$root/opt/java/bin/java" | sed -n 's/.*libc.so.6 => \([^ ]*\) .*/\1/p')
  for name in libstdc++.so.6 libgcc_s.so.1 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 \
    libnss_dns.so.2 libnss_files.so.2; do
    [ ! -e "$(dirname "$libc")/$name" ] || echo "$(dirname "$libc")/$name"
  done
}
# The package of a file, which may be known by a name from before /lib became a part of /usr.
package_of() {
  local real
  real=$(readlink -f "$1")
  { dpkg -S "$1" || dpkg -S "$real" || dpkg -S "${real#/usr}"; } 2>/dev/null | sed -n '1s/:.*//p' || true
}

libraries | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
  package=$(package_of "$library")
  if [ -n "$package" ] && [ -f "/usr/share/doc/$package/copyright" ]; then
    mkdir -p "$root/usr/share/doc/$package"
    cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package"
  fi
done

echo 'berth:x:65532:65532:berth:/var/lib/berth:/nonexistent' >"$root/etc/passwd"
echo 'berth:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
