#!/usr/bin/env bash
# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0

# Builds the container images otelcol-genai and otelcol-genai-gpu.
set -euo pipefail

usage() {
	cat <<USAGE
Usage: build.sh [-s STATIC_BINARY] [-g GPU_BINARY] [VERSION]

  -s  binary built with CGO_ENABLED=0 (default bin/otelcol-genai)
  -g  binary built with CGO_ENABLED=1 (default bin/otelcol-genai-gpu)
  VERSION is the image tag and a label (default: what the binary reports).

SOURCE_DATE_EPOCH dates the files in the image (default: the last commit).
STORAGE_DRIVER says where containers/storage keeps the image (default vfs).
USAGE
}

fail() {
	echo "build.sh: $*" >&2
	exit 1
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
config=$repository/distribution/config
static_binary=$repository/bin/otelcol-genai
gpu_binary=$repository/bin/otelcol-genai-gpu

while getopts s:g:h option; do
	case $option in
	s) static_binary=$OPTARG ;;
	g) gpu_binary=$OPTARG ;;
	h) usage && exit 0 ;;
	*) usage >&2 && exit 2 ;;
	esac
done
shift $((OPTIND - 1))
version=${1:-}

command -v buildah >/dev/null || fail "buildah not found: apt-get install buildah"
for tool in apt-get dpkg-deb; do
	command -v $tool >/dev/null || fail "$tool not found: the files around the binary come from Debian packages, build on Debian 12 or Ubuntu 22.04 and later"
done

# vfs and chroot need no privilege and no kernel support.
buildah=(buildah --storage-driver "${STORAGE_DRIVER:-vfs}")

epoch=${SOURCE_DATE_EPOCH:-$(git -C "$repository" log -1 --format=%ct 2>/dev/null || echo 0)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# unpack_packages ROOT PACKAGE...: unpacks Debian packages, of the documentation
# only the licences, and records them where image scanners look.
unpack_packages() {
	local root=$1 deb package
	shift
	mkdir -p "$work/debs" "$root/var/lib/dpkg/status.d"
	for package in "$@"; do
		if ! compgen -G "$work/debs/${package}_*.deb" >/dev/null; then
			(cd "$work/debs" && apt-get -q -o APT::Sandbox::User=root download "$package" >/dev/null) ||
				fail "cannot download $package: run apt-get update"
		fi
		deb=$(compgen -G "$work/debs/${package}_*.deb")
		dpkg-deb -x "$deb" "$root"
		dpkg-deb -f "$deb" >"$root/var/lib/dpkg/status.d/$package"
	done
	find "$root/usr/share/doc" -mindepth 3 -delete
	find "$root/usr/share/doc" -mindepth 2 ! -name copyright -delete
	rm -rf "$root"/usr/share/{man,lintian} "$root"/usr/share/zoneinfo/{posix,right,localtime}
	rm -rf "$root"/usr/lib/*/gconv
}

# bundle_certificates ROOT: writes the bundle of certificate authorities from
# the package. The bundle of the build machine may hold private ones.
bundle_certificates() {
	local root=$1
	mkdir -p "$root/etc/ssl/certs"
	cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
	rm -rf "$root"/usr/share/ca-certificates "$root"/etc/ca-certificates "$root"/usr/sbin
}

# lay_out CONTEXT BINARY PACKAGE...: prepares the build context of a flavour.
lay_out() {
	local context=$1 binary=$2 root=$1/root
	shift 2
	mkdir -p "$root/etc/otelcol-genai" "$context/data/otelcol-genai"
	unpack_packages "$root" "$@"
	bundle_certificates "$root"

	echo "nonroot:x:10001:10001:nonroot:/var/lib/otelcol-genai:/sbin/nologin" >"$root/etc/passwd"
	echo "nonroot:x:10001:" >"$root/etc/group"
	echo "hosts: files dns" >"$root/etc/nsswitch.conf"

	install -m 755 "$binary" "$root/otelcol-genai"
	cp "$config"/*.yaml "$root/etc/otelcol-genai/"
	cp "$config/standalone.yaml" "$root/etc/otelcol-genai/config.yaml"
	# Commands and mounts written for otelcol-contrib keep working.
	ln -s otelcol-genai "$root/otelcol-contrib"
	ln -s otelcol-genai "$root/etc/otelcol-contrib"

	chmod -R u=rwX,go=rX "$root"
	chmod 700 "$context/data/otelcol-genai"
}

# build NAME DESCRIPTION BINARY PACKAGE...: builds one image.
build() {
	local name=$1 description=$2 binary=$3 tag size
	shift 3
	[[ -x $binary ]] || fail "$binary not found: build it first or name it with -s or -g"
	tag=${version:-$("$binary" --version | awk '{print $NF}')}

	lay_out "$work/$name" "$binary" "$@"
	"${buildah[@]}" bud --quiet --isolation chroot --format oci --timestamp "$epoch" \
		--build-arg TITLE="$name" --build-arg DESCRIPTION="$description" --build-arg VERSION="$tag" \
		--file "$here/Containerfile" --tag "$name:$tag" --tag "$name:latest" "$work/$name" >/dev/null
	size=$("${buildah[@]}" images --format '{{.Size}}' "localhost/$name:$tag" | sort -u)
	echo "built $name:$tag ($size)"
}

for file in standalone.yaml prices.yaml; do
	[[ -f $config/$file ]] || fail "$config/$file not found"
done

build otelcol-genai "OpenTelemetry Collector for LLM inference" \
	"$static_binary" ca-certificates tzdata
build otelcol-genai-gpu "OpenTelemetry Collector for LLM inference, on nodes with NVIDIA GPUs" \
	"$gpu_binary" ca-certificates tzdata netbase libc6 libgcc-s1 gcc-12-base
