#!/usr/bin/env bash
# A Vulkan driver that runs on the processor, for testing the WebGPU engine where there is no graphics card.
#
#   scripts/software_vulkan.sh FOLDER
#   export VK_DRIVER_FILES=FOLDER/driver.json XDG_RUNTIME_DIR=/tmp
#
# It is Mesa's lavapipe of bookworm-backports: that of Debian 12 itself lacks array indexing that WebGPU needs. The
# one library is unpacked into FOLDER; the loader and what lavapipe links to (libvulkan1, mesa-vulkan-drivers) must be
# installed, which this script does when it runs as root.
set -euo pipefail

folder=$(mkdir -p "${1:?usage: software_vulkan.sh FOLDER}" && cd "$1" && pwd)
driver="$folder/driver.json"
if [ -s "$driver" ]; then exit 0; fi

needed=(libvulkan1 mesa-vulkan-drivers)
missing=()
for package in "${needed[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "software_vulkan: install first: ${missing[*]}" >&2
    exit 1
  fi
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi

# A list of sources of its own, on the mirror that this machine uses, so that the system's stays as it is.
mirror=$(apt-get indextargets --format '$(SITE)' | awk '!/security/ && !found { print; found = 1 }')
mkdir -p "$folder/lists/partial"
cat >"$folder/backports.sources" <<SOURCES
Types: deb
URIs: ${mirror:-http://deb.debian.org/debian}
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
own=(
  -o "Dir::Etc::sourcelist=$folder/backports.sources"
  -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::Lists=$folder/lists"
  -o APT::Sandbox::User=root
)
cd "$folder"
if apt-get "${own[@]}" -qq update && apt-get "${own[@]}" -qq download mesa-vulkan-drivers/bookworm-backports; then
  library=libvulkan_lvp.so
  version=1.4.305
  archive=(mesa-vulkan-drivers_*.deb)
else
  # Where the mirror has no backports: SwiftShader, which is slower, out of the package of Chromium.
  echo "software_vulkan: no bookworm-backports on ${mirror:-the mirror}, taking SwiftShader" >&2
  apt-get -o APT::Sandbox::User=root -qq download chromium-common
  library=libvk_swiftshader.so
  version=1.0.5
  archive=(chromium-common_*.deb)
fi
dpkg-deb --fsys-tarfile "${archive[0]}" | tar -x --wildcards --transform 's|.*/||' "*/$library"
rm -rf lists backports.sources "${archive[@]}"
printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"%s"}}\n' \
  "$folder/$library" "$version" >"$driver"
