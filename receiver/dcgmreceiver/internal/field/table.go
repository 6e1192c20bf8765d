// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package field

// Metrics of the OpenTelemetry conventions for hardware
// (semantic-conventions/docs/hardware), and under dcgm. what these do not define.
var (
	gpuUtilization    = &Metric{Name: "hw.gpu.utilization", Unit: "1", Description: "Fraction of the time in which at least one kernel ran, or the encoder or decoder was busy. It says nothing about how much of the GPU was used."}
	memoryUsage       = &Metric{Name: "hw.gpu.memory.usage", Unit: "By", Sum: true, Int: true, Description: "Frame buffer memory in use."}
	memoryLimit       = &Metric{Name: "hw.gpu.memory.limit", Unit: "By", Sum: true, Int: true, Description: "Frame buffer memory of the GPU or of the MIG instance."}
	memoryUtilization = &Metric{Name: "hw.gpu.memory.utilization", Unit: "1", Description: "Used frame buffer memory as a fraction of what is not reserved."}
	memoryFree        = &Metric{Name: "dcgm.memory.free", Unit: "By", Sum: true, Int: true, Description: "Free frame buffer memory."}
	memoryReserved    = &Metric{Name: "dcgm.memory.reserved", Unit: "By", Sum: true, Int: true, Description: "Frame buffer memory that the driver keeps for itself."}
	memoryCopy        = &Metric{Name: "dcgm.memory.copy.utilization", Unit: "1", Description: "Fraction of the time in which memory was read or written."}
	engineActive      = &Metric{Name: "dcgm.graphics_engine.active", Unit: "1", Description: "Fraction of the time in which a graphics or compute context was bound and busy."}
	smActive          = &Metric{Name: "dcgm.sm.active", Unit: "1", Description: "Fraction of the time in which an SM had at least one warp, averaged over all SMs."}
	smOccupancy       = &Metric{Name: "dcgm.sm.occupancy", Unit: "1", Description: "Resident warps as a fraction of the most that the SMs can hold."}
	pipeActive        = &Metric{Name: "dcgm.pipe.active", Unit: "1", Description: "Fraction of the cycles in which a pipe was active, averaged over all SMs."}
	dramActive        = &Metric{Name: "dcgm.dram.active", Unit: "1", Description: "Fraction of the cycles in which device memory was sending or receiving."}
	nvlinkThroughput  = &Metric{Name: "dcgm.nvlink.throughput", Unit: "By/s", Int: true, Description: "Rate at which data and protocol overhead go over NVLink."}
	pcieThroughput    = &Metric{Name: "dcgm.pcie.throughput", Unit: "By/s", Int: true, Description: "Rate at which data and protocol overhead go over PCIe. Transmit is from the GPU to the host."}
	power             = &Metric{Name: "hw.power", Unit: "W", Description: "Power drawn by the board."}
	energy            = &Metric{Name: "hw.energy", Unit: "J", Sum: true, Monotonic: true, Description: "Energy since the driver was loaded."}
	temperature       = &Metric{Name: "hw.temperature", Unit: "Cel", Int: true, Description: "Temperature of the GPU or of its memory."}
	clockFrequency    = &Metric{Name: "dcgm.clock.frequency", Unit: "Hz", Int: true, Description: "Frequency of a clock."}
	clockEvent        = &Metric{Name: "dcgm.clock.event.active", Unit: "1", Int: true, Description: "1 for each reason for which clocks are held below their maximum, 0 for the others."}
	violationTime     = &Metric{Name: "dcgm.clock.violation.time", Unit: "s", Sum: true, Monotonic: true, Description: "Time in which a limit kept the clocks down."}
	errorCount        = &Metric{Name: "hw.errors", Unit: "{error}", Sum: true, Monotonic: true, Int: true, Description: "Errors: XIDs seen since the receiver started, ECC errors and PCIe replays since the driver was loaded."}
	remappedRows      = &Metric{Name: "dcgm.memory.remapped_rows", Unit: "{row}", Sum: true, Monotonic: true, Int: true, Description: "Memory rows that were remapped because of errors."}
	remapFailed       = &Metric{Name: "dcgm.memory.row_remap.failed", Unit: "1", Int: true, Description: "1 if remapping a memory row has failed: the GPU should be replaced."}
	switchIO          = &Metric{Name: "dcgm.nvswitch.throughput", Unit: "{unit}", Sum: true, Monotonic: true, Int: true, Description: "Throughput counter of an NVSwitch, in the unit of DCGM."}
	linkIO            = &Metric{Name: "dcgm.nvswitch.link.throughput", Unit: "{unit}", Sum: true, Monotonic: true, Int: true, Description: "Throughput counter of a link of an NVSwitch, in the unit of DCGM."}
	linkThroughput    = &Metric{Name: "dcgm.nvlink.link.throughput", Unit: "By/s", Int: true, Description: "Rate at which data and protocol overhead go over one NVLink of a GPU."}
)

// Attribute keys that tell the fields of one metric apart.
const (
	keyTask      = "hw.gpu.task"
	keyDirection = "network.io.direction"
	keyPipe      = "dcgm.pipe"
	keyClock     = "dcgm.clock"
	keyLocation  = "hw.sensor_location"
	keyViolation = "dcgm.violation"
	// KeyErrorType is the attribute of hw.errors.
	KeyErrorType = "error.type"
	// KeyClockReason is the attribute of dcgm.clock.event.active.
	KeyClockReason = "dcgm.clock.event.reason"
)

const mebibyte = 1 << 20

// table lists the fields; types and levels are those of DCGM 4.6
// (dcgmlib/src/dcgm_fields.cpp). PCIe and NVLink profiling fields are rates in
// bytes per second whatever the headers say, memory is in MiB, energy in mJ.
var table = []Field{
	{ID: 203, Name: "DCGM_FI_DEV_GPU_UTIL", Type: Int, Level: LevelGPU, Unit: "%", Help: "GPU utilization: percentage of the time in which a kernel ran.", Metric: gpuUtilization, Divisor: 100, Key: keyTask, Value: "general"},
	{ID: 204, Name: "DCGM_FI_DEV_MEM_COPY_UTIL", Type: Int, Level: LevelGPU, Unit: "%", Help: "Memory utilization: percentage of the time in which memory was read or written.", Metric: memoryCopy, Divisor: 100},
	{ID: 206, Name: "DCGM_FI_DEV_ENC_UTIL", Type: Int, Level: LevelGPU, Unit: "%", Help: "Encoder utilization.", Metric: gpuUtilization, Divisor: 100, Key: keyTask, Value: "encoder"},
	{ID: 207, Name: "DCGM_FI_DEV_DEC_UTIL", Type: Int, Level: LevelGPU, Unit: "%", Help: "Decoder utilization.", Metric: gpuUtilization, Divisor: 100, Key: keyTask, Value: "decoder"},
	{ID: 1001, Name: "DCGM_FI_PROF_GR_ENGINE_ACTIVE", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of time in which the graphics engine was active.", Metric: engineActive},
	{ID: 1002, Name: "DCGM_FI_PROF_SM_ACTIVE", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of cycles in which an SM had at least one warp.", Metric: smActive},
	{ID: 1003, Name: "DCGM_FI_PROF_SM_OCCUPANCY", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of resident warps to the maximum.", Metric: smOccupancy},
	{ID: 1004, Name: "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of cycles in which the tensor pipe was active.", Metric: pipeActive, Key: keyPipe, Value: "tensor"},
	{ID: 1005, Name: "DCGM_FI_PROF_DRAM_ACTIVE", Type: Double, Level: LevelInstance, Unit: "ratio", Help: "Ratio of cycles in which device memory was sending or receiving.", Metric: dramActive},
	{ID: 1006, Name: "DCGM_FI_PROF_PIPE_FP64_ACTIVE", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of cycles in which the FP64 pipe was active.", Metric: pipeActive, Key: keyPipe, Value: "fp64"},
	{ID: 1007, Name: "DCGM_FI_PROF_PIPE_FP32_ACTIVE", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of cycles in which the FP32 pipe was active.", Metric: pipeActive, Key: keyPipe, Value: "fp32"},
	{ID: 1008, Name: "DCGM_FI_PROF_PIPE_FP16_ACTIVE", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of cycles in which the FP16 pipe was active, without HMMA.", Metric: pipeActive, Key: keyPipe, Value: "fp16"},
	{ID: 1009, Name: "DCGM_FI_PROF_PCIE_TX_BYTES", Type: Int, Level: LevelGPU, Unit: "B/s", Help: "Rate of data from the GPU over PCIe.", Metric: pcieThroughput, Key: keyDirection, Value: "transmit"},
	{ID: 1010, Name: "DCGM_FI_PROF_PCIE_RX_BYTES", Type: Int, Level: LevelGPU, Unit: "B/s", Help: "Rate of data to the GPU over PCIe.", Metric: pcieThroughput, Key: keyDirection, Value: "receive"},
	{ID: 1011, Name: "DCGM_FI_PROF_NVLINK_TX_BYTES", Type: Int, Level: LevelGPU, Unit: "B/s", Help: "Rate of data from the GPU over NVLink.", Metric: nvlinkThroughput, Key: keyDirection, Value: "transmit"},
	{ID: 1012, Name: "DCGM_FI_PROF_NVLINK_RX_BYTES", Type: Int, Level: LevelGPU, Unit: "B/s", Help: "Rate of data to the GPU over NVLink.", Metric: nvlinkThroughput, Key: keyDirection, Value: "receive"},
	{ID: FBTotal, Name: "DCGM_FI_DEV_FB_TOTAL", Type: Int, Level: LevelComputeInstance, Unit: "MiB", Help: "Frame buffer memory.", Metric: memoryLimit, Scale: mebibyte},
	{ID: 251, Name: "DCGM_FI_DEV_FB_FREE", Type: Int, Level: LevelComputeInstance, Unit: "MiB", Help: "Free frame buffer memory.", Metric: memoryFree, Scale: mebibyte},
	{ID: 252, Name: "DCGM_FI_DEV_FB_USED", Type: Int, Level: LevelComputeInstance, Unit: "MiB", Help: "Used frame buffer memory.", Metric: memoryUsage, Scale: mebibyte},
	{ID: 253, Name: "DCGM_FI_DEV_FB_RESERVED", Type: Int, Level: LevelComputeInstance, Unit: "MiB", Help: "Reserved frame buffer memory.", Metric: memoryReserved, Scale: mebibyte},
	{ID: 254, Name: "DCGM_FI_DEV_FB_USED_PERCENT", Type: Double, Level: LevelComputeInstance, Unit: "ratio", Help: "Ratio of used frame buffer memory, 0 to 1 whatever the name says.", Metric: memoryUtilization},
	{ID: 155, Name: "DCGM_FI_DEV_POWER_USAGE", Type: Double, Level: LevelGPU, Unit: "W", Help: "Power draw.", Metric: power},
	{ID: 156, Name: "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", Type: Int, Level: LevelGPU, Counter: true, Unit: "mJ", Help: "Energy since the driver was loaded.", Metric: energy, Divisor: 1000},
	{ID: 150, Name: "DCGM_FI_DEV_GPU_TEMP", Type: Int, Level: LevelGPU, Unit: "C", Help: "GPU temperature.", Metric: temperature, Key: keyLocation, Value: "gpu"},
	{ID: 140, Name: "DCGM_FI_DEV_MEMORY_TEMP", Type: Int, Level: LevelGPU, Unit: "C", Help: "Memory temperature (HBM only).", Metric: temperature, Key: keyLocation, Value: "memory"},
	{ID: 100, Name: "DCGM_FI_DEV_SM_CLOCK", Type: Int, Level: LevelGPU, Unit: "MHz", Help: "SM clock.", Metric: clockFrequency, Scale: 1e6, Key: keyClock, Value: "sm"},
	{ID: 101, Name: "DCGM_FI_DEV_MEM_CLOCK", Type: Int, Level: LevelGPU, Unit: "MHz", Help: "Memory clock.", Metric: clockFrequency, Scale: 1e6, Key: keyClock, Value: "memory"},
	{ID: XID, Name: "DCGM_FI_DEV_XID_ERRORS", Type: Int, Level: LevelComputeInstance, Unit: "code", Help: "Code of the last XID.", Metric: errorCount, Key: KeyErrorType},
	{ID: ClockReasons, Name: "DCGM_FI_DEV_CLOCKS_EVENT_REASONS", Type: Int, Level: LevelGPU, Unit: "bits", Help: "Reasons why clocks are held down, as a bit mask.", Metric: clockEvent, Key: KeyClockReason},
	{ID: 240, Name: "DCGM_FI_DEV_POWER_VIOLATION", Type: Int, Level: LevelGPU, Counter: true, Unit: "ns", Help: "Time in which the power limit kept the clocks down.", Metric: violationTime, Divisor: 1e9, Key: keyViolation, Value: "power"},
	{ID: 241, Name: "DCGM_FI_DEV_THERMAL_VIOLATION", Type: Int, Level: LevelGPU, Counter: true, Unit: "ns", Help: "Time in which temperature kept the clocks down.", Metric: violationTime, Divisor: 1e9, Key: keyViolation, Value: "thermal"},
	{ID: 310, Name: "DCGM_FI_DEV_ECC_SBE_VOL_TOTAL", Type: Int, Level: LevelGPU, Counter: true, Unit: "errors", Help: "Corrected ECC errors since the driver was loaded.", Metric: errorCount, Key: KeyErrorType, Value: "corrected"},
	{ID: 311, Name: "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", Type: Int, Level: LevelGPU, Counter: true, Unit: "errors", Help: "Uncorrected ECC errors since the driver was loaded.", Metric: errorCount, Key: KeyErrorType, Value: "uncorrected"},
	{ID: 202, Name: "DCGM_FI_DEV_PCIE_REPLAY_COUNTER", Type: Int, Level: LevelGPU, Counter: true, Unit: "replays", Help: "PCIe retries.", Metric: errorCount, Key: KeyErrorType, Value: "pcie_replay"},
	{ID: 393, Name: "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", Type: Int, Level: LevelGPU, Counter: true, Unit: "rows", Help: "Rows remapped for uncorrectable errors.", Metric: remappedRows, Key: KeyErrorType, Value: "uncorrected"},
	{ID: 394, Name: "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", Type: Int, Level: LevelGPU, Counter: true, Unit: "rows", Help: "Rows remapped for correctable errors.", Metric: remappedRows, Key: KeyErrorType, Value: "corrected"},
	{ID: 395, Name: "DCGM_FI_DEV_ROW_REMAP_FAILURE", Type: Int, Level: LevelGPU, Unit: "0/1", Help: "Whether remapping a row has failed.", Metric: remapFailed},
	{ID: 449, Name: "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", Type: Int, Level: LevelGPU, Counter: true, Unit: "depends on the GPU", Help: "NVLink counter of all lanes."},
	{ID: 861, Name: "DCGM_FI_DEV_NVSWITCH_THROUGHPUT_TX", Type: Int, Level: LevelSwitch, Counter: true, Unit: "not documented", Help: "NVSwitch transmit counter.", Metric: switchIO, Key: keyDirection, Value: "transmit"},
	{ID: 862, Name: "DCGM_FI_DEV_NVSWITCH_THROUGHPUT_RX", Type: Int, Level: LevelSwitch, Counter: true, Unit: "not documented", Help: "NVSwitch receive counter.", Metric: switchIO, Key: keyDirection, Value: "receive"},
	{ID: 858, Name: "DCGM_FI_DEV_NVSWITCH_TEMPERATURE_CURRENT", Type: Int, Level: LevelSwitch, Unit: "C", Help: "NVSwitch temperature.", Metric: temperature, Key: keyLocation, Value: "nvswitch"},
	{ID: 780, Name: "DCGM_FI_DEV_NVSWITCH_LINK_THROUGHPUT_TX", Type: Int, Level: LevelLink, Counter: true, Unit: "not documented", Help: "Transmit counter of a link of an NVSwitch.", Metric: linkIO, Key: keyDirection, Value: "transmit"},
	{ID: 781, Name: "DCGM_FI_DEV_NVSWITCH_LINK_THROUGHPUT_RX", Type: Int, Level: LevelLink, Counter: true, Unit: "not documented", Help: "Receive counter of a link of an NVSwitch.", Metric: linkIO, Key: keyDirection, Value: "receive"},
	{ID: 1532, Name: "DCGM_FI_PROF_NVLINK_TX_BYTES_PER_LINK", Type: Int, Level: LevelLink, Unit: "B/s", Help: "Rate of data from a GPU over one NVLink.", Metric: linkThroughput, Key: keyDirection, Value: "transmit"},
	{ID: 1533, Name: "DCGM_FI_PROF_NVLINK_RX_BYTES_PER_LINK", Type: Int, Level: LevelLink, Unit: "B/s", Help: "Rate of data to a GPU over one NVLink.", Metric: linkThroughput, Key: keyDirection, Value: "receive"},
}

// clockReasons are the bits of field 112 (DCGM_CLOCKS_EVENT_REASON_* in
// dcgm_fields.h), from the lowest.
var clockReasons = []string{
	"gpu_idle",
	"clocks_setting",
	"sw_power_cap",
	"hw_slowdown",
	"sync_boost",
	"sw_thermal",
	"hw_thermal",
	"hw_power_brake",
	"display_clocks",
}

// ClockReasonNames returns the reasons by bit, from the lowest. Do not change it.
func ClockReasonNames() []string { return clockReasons }
