// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"path"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	podresources "k8s.io/kubelet/pkg/apis/podresources/v1"
)

// gpuDriver is the DRA driver whose claims are GPUs.
const gpuDriver = "gpu.nvidia.com"

// maxListSize is the size that clients of the kubelet use; the default of gRPC,
// 4 MiB, is too small for big nodes.
const maxListSize = 16 << 20

// allocation is what the kubelet gave to a container.
type allocation struct {
	container string
	// ids are sorted.
	ids []DeviceID
}

// podAllocation is what the kubelet gave to a pod. All containers are listed,
// also those without devices.
type podAllocation struct {
	podKey
	// containers are sorted by name.
	containers []allocation
}

// listPodResources asks the kubelet once. The connection is made anew each time:
// it is cheap on a unix socket, and a restarted kubelet needs no backoff.
func listPodResources(ctx context.Context, cfg PodResourcesConfig) ([]podAllocation, error) {
	ctx, cancel := context.WithTimeout(ctx, cfg.Timeout)
	defer cancel()
	conn, err := grpc.NewClient("passthrough:///kubelet",
		// A unix:// target would have to be escaped like a URL.
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", cfg.Socket)
		}),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxListSize)),
		grpc.WithDisableServiceConfig(),
	)
	if err != nil {
		return nil, fmt.Errorf("pod_resources::socket: %w", err)
	}
	defer func() { _ = conn.Close() }()
	response, err := podresources.NewPodResourcesListerClient(conn).List(ctx, &podresources.ListPodResourcesRequest{})
	if err != nil {
		return nil, fmt.Errorf("pod_resources::socket %s: %w", cfg.Socket, err)
	}
	return podAllocations(response, cfg.ResourceNames), nil
}

func podAllocations(response *podresources.ListPodResourcesResponse, resourceNames []string) []podAllocation {
	pods := make([]podAllocation, 0, len(response.GetPodResources()))
	for _, pod := range response.GetPodResources() {
		p := podAllocation{podKey: podKey{namespace: pod.GetNamespace(), name: pod.GetName()}}
		for _, container := range pod.GetContainers() {
			p.containers = append(p.containers, allocation{
				container: container.GetName(),
				ids:       deviceIDs(container, resourceNames),
			})
		}
		slices.SortFunc(p.containers, func(a, b allocation) int { return cmp.Compare(a.container, b.container) })
		pods = append(pods, p)
	}
	return pods
}

func deviceIDs(container *podresources.ContainerResources, resourceNames []string) []DeviceID {
	var ids []DeviceID
	for _, device := range container.GetDevices() {
		if !matchesAny(device.GetResourceName(), resourceNames) {
			continue
		}
		for _, id := range device.GetDeviceIds() {
			ids = append(ids, ParseDeviceID(id))
		}
	}
	for _, claim := range container.GetDynamicResources() {
		for _, resource := range claim.GetClaimResources() {
			if resource.GetDriverName() == gpuDriver {
				ids = append(ids, claimDeviceID(resource))
			}
		}
	}
	slices.SortFunc(ids, compareDeviceIDs)
	return slices.Compact(ids)
}

// claimDeviceID takes the UUID from the CDI names if exactly one is there.
// NVIDIA's driver names devices gpu-0, where 0 is the index in some versions and
// the minor number in others, so that only a resolver can know the GPU.
func claimDeviceID(resource *podresources.ClaimResource) DeviceID {
	var named []DeviceID
	for _, cdi := range resource.GetCdiDevices() {
		_, device, _ := strings.Cut(cdi.GetName(), "=")
		id := ParseDeviceID(device)
		if (id.GPU != "" || id.MIG != "") && !slices.Contains(named, id) {
			named = append(named, id)
		}
	}
	id := DeviceID{Pool: resource.GetPoolName(), Device: resource.GetDeviceName()}
	if len(named) == 1 {
		id = named[0]
	}
	if share := resource.GetShareId(); share != "" {
		id.Replica = share
	}
	return id
}

func matchesAny(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, err := path.Match(pattern, name)
		return ok && err == nil
	})
}

func compareDeviceIDs(a, b DeviceID) int {
	return cmp.Or(
		cmp.Compare(a.GPU, b.GPU),
		cmp.Compare(a.MIG, b.MIG),
		cmp.Compare(a.Node, b.Node),
		cmp.Compare(a.Instance, b.Instance),
		cmp.Compare(a.Pool, b.Pool),
		cmp.Compare(a.Device, b.Device),
		cmp.Compare(a.Replica, b.Replica),
		cmp.Compare(a.Other, b.Other),
	)
}
