// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for NVIDIA's libdcgm.so.4, for tests on machines without a GPU. See
// README.md for the language of scenarios.
//
// It includes the public headers that come with the go-dcgm module, so that every
// structure and version is the one that the binding was compiled with. There are no
// threads: samples are computed from the start of a watch and its interval, so that
// their number is exact.

#define _GNU_SOURCE
#define DCGM_API_EXPORT
#include "dcgm_agent.h"
#include "dcgm_fields.h"
#include "dcgm_structs.h"

#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define API __attribute__((visibility("default")))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

typedef unsigned int u32;
typedef long long usec;

// ---------------------------------------------------------------------- fields

typedef struct {
    unsigned short id;
    char type;
    dcgm_field_entity_group_t level;
    const char *tag;
} field_t;

#define GPU DCGM_FE_GPU
#define GI DCGM_FE_GPU_I
#define CI DCGM_FE_GPU_CI
#define SW DCGM_FE_SWITCH
#define LINK DCGM_FE_LINK

// Types and levels as in DCGM 4.6 (dcgmlib/src/dcgm_fields.cpp).
static const field_t kFields[] = {
    {1, 's', DCGM_FE_NONE, "driver_version"},
    {50, 's', GPU, "name"},
    {53, 's', GPU, "serial_number"},
    {54, 's', CI, "uuid"},
    {57, 's', GPU, "pci_busid"},
    {100, 'i', GPU, "sm_clock"},
    {101, 'i', GPU, "memory_clock"},
    {112, 'i', GPU, "clocks_event_reasons"},
    {140, 'i', GPU, "memory_temp"},
    {150, 'i', GPU, "gpu_temp"},
    {155, 'd', GPU, "power_usage"},
    {156, 'i', GPU, "total_energy_consumption"},
    {190, 'i', GPU, "pstate"},
    {202, 'i', GPU, "pcie_replay_counter"},
    {203, 'i', GPU, "gpu_utilization"},
    {204, 'i', GPU, "mem_copy_utilization"},
    {206, 'i', GPU, "enc_utilization"},
    {207, 'i', GPU, "dec_utilization"},
    {230, 'i', CI, "xid_errors"},
    {240, 'i', GPU, "power_violation"},
    {241, 'i', GPU, "thermal_violation"},
    {250, 'i', CI, "fb_total"},
    {251, 'i', CI, "fb_free"},
    {252, 'i', CI, "fb_used"},
    {253, 'i', CI, "fb_resv"},
    {254, 'd', CI, "fb_used_percent"},
    {310, 'i', GPU, "ecc_sbe_volatile_total"},
    {311, 'i', GPU, "ecc_dbe_volatile_total"},
    {393, 'i', GPU, "uncorrectable_remapped_rows"},
    {394, 'i', GPU, "correctable_remapped_rows"},
    {395, 'i', GPU, "row_remap_failure"},
    {449, 'i', GPU, "nvlink_bandwidth_total"},
    {780, 'i', LINK, "nvswitch_link_throughput_tx"},
    {781, 'i', LINK, "nvswitch_link_throughput_rx"},
    {858, 'i', SW, "nvswitch_temperature_current"},
    {861, 'i', SW, "nvswitch_throughput_tx"},
    {862, 'i', SW, "nvswitch_throughput_rx"},
    {1001, 'd', CI, "gr_engine_active"},
    {1002, 'd', CI, "sm_active"},
    {1003, 'd', CI, "sm_occupancy"},
    {1004, 'd', CI, "tensor_active"},
    {1005, 'd', GI, "dram_active"},
    {1006, 'd', CI, "fp64_active"},
    {1007, 'd', CI, "fp32_active"},
    {1008, 'd', CI, "fp16_active"},
    {1009, 'i', GPU, "pcie_tx_bytes"},
    {1010, 'i', GPU, "pcie_rx_bytes"},
    {1011, 'i', GPU, "nvlink_tx_bytes"},
    {1012, 'i', GPU, "nvlink_rx_bytes"},
    {1532, 'i', LINK, "nvlink_tx_bytes_per_link"},
    {1533, 'i', LINK, "nvlink_rx_bytes_per_link"},
};

static const field_t *fieldOf(u32 id) {
    for (u32 i = 0; i < COUNT(kFields); i++) {
        if (kFields[i].id == id) return &kFields[i];
    }
    return NULL;
}

static int isProf(u32 id) { return (id >= 1001 && id < 1100) || id == 1532 || id == 1533; }

// -------------------------------------------------------------------- scenario

enum kind { CONST, SINE, RAMP, STR, BLANK, NOTFOUND, NOTSUPPORTED, NOPERM, NODATA, STATUS };

typedef struct {
    u32 eg, eid, any;
    unsigned short fid;
    enum kind kind;
    double a, b, c;
    char text[128];
} val_t;

typedef struct {
    u32 eg, eid;
    unsigned short fid;
    long long code;
    usec at;
} event_t;

typedef struct {
    u32 id;
    char uuid[64], model[64], bus[32], serial[32];
    int prof, mig, lost;
    u32 fb;
} gpu_t;

typedef struct {
    u32 eid, parent, nvml, profile, slices, fb;
    char uuid[64], name[32];
} inst_t;

typedef struct {
    char fn[64];
    int code, left, ms;
} rule_t;

static struct {
    gpu_t gpu[32];
    int ngpu;
    inst_t gi[256], ci[256];
    int ngi, nci;
    u32 sw[12];
    int nsw;
    u32 link[1024];
    int nlink;
    val_t val[8192];
    int nval;
    event_t event[256];
    int nevent;
    rule_t err[64], delay[64], hang[16];
    int nerr, ndelay, nhang;
    int dead;
    unsigned short unknown[32], refused[32];
    int nunknown, nrefused;
    char version[32], driver[32], log[256];
} S;

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static struct timespec lastRead;
static off_t lastSize = -1;
static usec epoch, fakeNow;

static usec now(void) {
    if (fakeNow) return fakeNow;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

// Tests set the clock; 0 is the clock of the machine.
API void dcgmFakeSetClock(usec t) {
    pthread_mutex_lock(&mu);
    fakeNow = t;
    pthread_mutex_unlock(&mu);
}

static int parseEntity(const char *s, u32 *eg, u32 *eid) {
    u32 parent, index;
    char kind;
    if (sscanf(s, "gpu:%u", eid) == 1) *eg = GPU;
    else if (sscanf(s, "gi:%u", eid) == 1) *eg = GI;
    else if (sscanf(s, "ci:%u", eid) == 1) *eg = CI;
    else if (sscanf(s, "switch:%u", eid) == 1) *eg = SW;
    else if (sscanf(s, "link:%c%u.%u", &kind, &parent, &index) == 3) {
        *eg = LINK;
        *eid = (kind == 's' ? SW : GPU) | (index << 8) | (parent << 24);
    } else return 0;
    return 1;
}

static const char *opt(char **tok, int n, const char *key, const char *def) {
    size_t l = strlen(key);
    for (int i = 0; i < n; i++) {
        if (!strncmp(tok[i], key, l) && tok[i][l] == '=') return tok[i] + l + 1;
    }
    return def;
}

static void spaces(char *s) {
    for (; *s; s++) if (*s == '_') *s = ' ';
}

static enum kind kindOf(const char *k) {
    static const char *names[] = {"const", "sine", "ramp", "str", "blank", "notfound", "notsupported", "noperm", "nodata", "status"};
    for (u32 i = 0; i < COUNT(names); i++) if (!strcmp(k, names[i])) return i;
    return CONST;
}

static void indexValues(void);

static void parseGPU(char **tok, int n) {
    gpu_t *g = &S.gpu[S.ngpu++];
    char uuid[64], bus[32];
    g->id = atoi(tok[1]);
    snprintf(uuid, sizeof uuid, "GPU-00000000-0000-0000-0000-%012u", g->id);
    snprintf(bus, sizeof bus, "00000000:%02X:00.0", 1 + g->id);
    snprintf(g->uuid, sizeof g->uuid, "%s", opt(tok, n, "uuid", uuid));
    snprintf(g->model, sizeof g->model, "%s", opt(tok, n, "model", "NVIDIA_H100_80GB_HBM3"));
    spaces(g->model);
    snprintf(g->bus, sizeof g->bus, "%s", opt(tok, n, "bus", bus));
    snprintf(g->serial, sizeof g->serial, "%s", opt(tok, n, "serial", "1320000000001"));
    g->prof = atoi(opt(tok, n, "prof", "1"));
    g->mig = atoi(opt(tok, n, "mig", "0"));
    g->lost = atoi(opt(tok, n, "lost", "0"));
    g->fb = atoi(opt(tok, n, "fb", "81559"));
}

static void parseInstance(inst_t *x, char **tok, int n, const char *parent) {
    x->eid = atoi(tok[1]);
    x->parent = atoi(opt(tok, n, parent, "0"));
    x->nvml = atoi(opt(tok, n, "nvml", "0"));
    x->profile = atoi(opt(tok, n, "profile", "0"));
    x->slices = atoi(opt(tok, n, "slices", "1"));
    x->fb = atoi(opt(tok, n, "fb", "0"));
    snprintf(x->uuid, sizeof x->uuid, "%s", opt(tok, n, "uuid", ""));
    snprintf(x->name, sizeof x->name, "%s", opt(tok, n, "name", ""));
}

static void parseValue(char **tok, int n) {
    val_t *v = &S.val[S.nval];
    memset(v, 0, sizeof *v);
    v->any = !strcmp(tok[1], "*");
    if (!v->any && !parseEntity(tok[1], &v->eg, &v->eid)) return;
    v->fid = atoi(tok[2]);
    v->kind = kindOf(tok[3]);
    v->a = n > 4 ? atof(tok[4]) : 0;
    v->b = n > 5 ? atof(tok[5]) : 0;
    v->c = n > 6 ? atof(tok[6]) : 1;
    if (n > 4) snprintf(v->text, sizeof v->text, "%s", tok[4]);
    S.nval++;
}

static void parseLine(char **tok, int n) {
    if (!strcmp(tok[0], "gpu") && S.ngpu < 32) parseGPU(tok, n);
    else if (!strcmp(tok[0], "gi") && S.ngi < 256) parseInstance(&S.gi[S.ngi++], tok, n, "gpu");
    else if (!strcmp(tok[0], "ci") && S.nci < 256) parseInstance(&S.ci[S.nci++], tok, n, "gi");
    else if (!strcmp(tok[0], "switch") && S.nsw < 12) S.sw[S.nsw++] = atoi(tok[1]);
    else if (!strcmp(tok[0], "link") && n >= 4 && S.nlink < 1024)
        S.link[S.nlink++] = (tok[1][0] == 's' ? SW : GPU) | (u32)atoi(tok[3]) << 8 | (u32)atoi(tok[2]) << 24;
    else if (!strcmp(tok[0], "val") && n >= 4 && S.nval < (int)COUNT(S.val)) parseValue(tok, n);
    else if (!strcmp(tok[0], "event") && n >= 5 && S.nevent < 256) {
        event_t *e = &S.event[S.nevent];
        if (!parseEntity(tok[1], &e->eg, &e->eid)) return;
        e->fid = atoi(tok[2]);
        e->code = atoll(tok[3]);
        e->at = atoll(tok[4]);
        S.nevent++;
    } else if (!strcmp(tok[0], "err") && n >= 3 && S.nerr < 64) {
        rule_t *r = &S.err[S.nerr++];
        snprintf(r->fn, sizeof r->fn, "%s", tok[1]);
        r->code = atoi(tok[2]);
        r->left = n > 3 ? atoi(tok[3]) : -1;
    } else if (!strcmp(tok[0], "delay") && n >= 3 && S.ndelay < 64) {
        rule_t *r = &S.delay[S.ndelay++];
        snprintf(r->fn, sizeof r->fn, "%s", tok[1]);
        r->ms = atoi(tok[2]);
    } else if (!strcmp(tok[0], "hang") && S.nhang < 16) snprintf(S.hang[S.nhang++].fn, 64, "%s", tok[1]);
    else if (!strcmp(tok[0], "unknown") && S.nunknown < 32) S.unknown[S.nunknown++] = atoi(tok[1]);
    else if (!strcmp(tok[0], "refuse") && S.nrefused < 32) S.refused[S.nrefused++] = atoi(tok[1]);
    else if (!strcmp(tok[0], "dead")) S.dead = atoi(tok[1]);
    else if (!strcmp(tok[0], "version")) snprintf(S.version, sizeof S.version, "%s", tok[1]);
    else if (!strcmp(tok[0], "driver")) snprintf(S.driver, sizeof S.driver, "%s", tok[1]);
    else if (!strcmp(tok[0], "log")) snprintf(S.log, sizeof S.log, "%s", tok[1]);
}

static void parse(const char *path) {
    char line[1024];
    FILE *f = fopen(path, "r");
    if (!f) return;
    memset(&S, 0, sizeof S);
    snprintf(S.version, sizeof S.version, "4.6.1");
    snprintf(S.driver, sizeof S.driver, "575.57.08");
    while (fgets(line, sizeof line, f)) {
        char *tok[24], *save = NULL;
        int n = 0;
        for (char *p = strtok_r(line, " \t\r\n", &save); p && n < 24; p = strtok_r(NULL, " \t\r\n", &save)) tok[n++] = p;
        if (n >= 2 && tok[0][0] != '#') parseLine(tok, n);
    }
    fclose(f);
    indexValues();
}

static void refresh(void) {
    static char last[512];
    const char *path = getenv("DCGM_FAKE_SCENARIO");
    struct stat st;
    if (!path || !*path || stat(path, &st)) return;
    if (!strcmp(path, last) && st.st_mtim.tv_sec == lastRead.tv_sec && st.st_mtim.tv_nsec == lastRead.tv_nsec && st.st_size == lastSize) return;
    snprintf(last, sizeof last, "%s", path);
    lastRead = st.st_mtim;
    lastSize = st.st_size;
    parse(path);
}

// ------------------------------------------------------------- engine, watches

// minFreq is the smallest interval since the last unwatch. The watch table of the
// real engine never raises it again, so that watching more slowly without an unwatch
// leaves profiling fields blank (seen with DCGM 4.6.0).
typedef struct {
    u32 eg, eid;
    unsigned short fid;
    usec freq, minFreq, age, start, end;
    int keep, warm;
} watch_t;

typedef struct {
    int used, n;
    dcgmGroupEntityPair_t e[1024];
} group_t;

typedef struct {
    char name[64];
    int used, n;
    unsigned short f[128];
} fgroup_t;

static watch_t W[65536];
static int nW;
static group_t G[DCGM_MAX_NUM_GROUPS];
static fgroup_t F[DCGM_MAX_NUM_FIELD_GROUPS];
static int inits, connected;
static u32 generation;
static dcgmHandle_t handleNow;

#define BUCKETS 131072
static int watchAt[BUCKETS], valueAt[BUCKETS]; // index + 1

static u32 slot(u32 eg, u32 eid, u32 fid) {
    unsigned long long h = ((unsigned long long)eg << 48) ^ ((unsigned long long)eid << 16) ^ fid;
    return (u32)((h * 0x9E3779B97F4A7C15ULL) >> 47) % BUCKETS;
}

// Later lines win over earlier ones, and an entity over *.
static void indexValues(void) {
    memset(valueAt, 0, sizeof valueAt);
    for (int i = 0; i < S.nval; i++) {
        val_t *v = &S.val[i];
        if (v->any) v->eg = v->eid = 0xffff;
        u32 b = slot(v->eg, v->eid, v->fid);
        for (; valueAt[b]; b = (b + 1) % BUCKETS) {
            val_t *o = &S.val[valueAt[b] - 1];
            if (o->eg == v->eg && o->eid == v->eid && o->fid == v->fid) break;
        }
        valueAt[b] = i + 1;
    }
}

static const val_t *valueOf(u32 eg, u32 eid, u32 fid) {
    for (u32 b = slot(eg, eid, fid); valueAt[b]; b = (b + 1) % BUCKETS) {
        val_t *v = &S.val[valueAt[b] - 1];
        if (v->eg == eg && v->eid == eid && v->fid == fid) return v;
    }
    return eg == 0xffff ? NULL : valueOf(0xffff, 0xffff, fid);
}

static watch_t *watchOf(u32 eg, u32 eid, u32 fid, int add) {
    u32 b = slot(eg, eid, fid);
    for (; watchAt[b]; b = (b + 1) % BUCKETS) {
        watch_t *w = &W[watchAt[b] - 1];
        if (w->eg == eg && w->eid == eid && w->fid == fid) return w;
    }
    if (!add || nW >= (int)COUNT(W)) return NULL;
    watchAt[b] = ++nW;
    memset(&W[nW - 1], 0, sizeof W[0]);
    return &W[nW - 1];
}

static void wipe(void) {
    nW = 0;
    memset(watchAt, 0, sizeof watchAt);
    for (u32 i = 0; i < COUNT(G); i++) G[i].used = 0;
    for (u32 i = 0; i < COUNT(F); i++) F[i].used = 0;
}

static void logLine(const char *fmt, ...) {
    if (!S.log[0]) return;
    FILE *f = fopen(S.log, "a");
    if (!f) return;
    va_list ap;
    va_start(ap, fmt);
    fprintf(f, "%lld ", now());
    vfprintf(f, fmt, ap);
    fputc('\n', f);
    va_end(ap);
    fclose(f);
}

static int matches(rule_t *r, const char *fn) { return !strcmp(r->fn, fn) || !strcmp(r->fn, "*"); }

static int hangs(const char *fn) {
    for (int i = 0; i < S.nhang; i++) if (matches(&S.hang[i], fn)) return 1;
    return 0;
}

static void pauseFor(int ms) {
    pthread_mutex_unlock(&mu);
    usleep(ms * 1000);
    pthread_mutex_lock(&mu);
    refresh();
}

// Enters a call: reads the scenario, waits and fails as it says. The mutex is held
// on return.
static dcgmReturn_t enter(const char *fn, int needHandle, dcgmHandle_t h) {
    int ms = 0;
    dcgmReturn_t rc = DCGM_ST_OK;
    pthread_mutex_lock(&mu);
    refresh();
    for (int i = 0; i < S.ndelay; i++) if (matches(&S.delay[i], fn)) ms += S.delay[i].ms;
    if (ms) pauseFor(ms);
    while (hangs(fn)) pauseFor(2);
    if (needHandle && (!connected || h != handleNow)) rc = inits ? DCGM_ST_CONNECTION_NOT_VALID : DCGM_ST_UNINITIALIZED;
    else if (needHandle && S.dead) {
        rc = DCGM_ST_CONNECTION_NOT_VALID;
        connected = 0;
        wipe();
    }
    for (int i = 0; rc == DCGM_ST_OK && i < S.nerr; i++) {
        rule_t *r = &S.err[i];
        if (!matches(r, fn) || r->left == 0) continue;
        if (r->left > 0) r->left--;
        rc = r->code;
    }
    if (S.log[0] && strcmp(fn, "dcgmEntitiesGetLatestValues")) logLine("%s rc=%d", fn, rc);
    return rc;
}

static dcgmReturn_t leave(dcgmReturn_t rc) {
    pthread_mutex_unlock(&mu);
    return rc;
}

#define ENTER(h)                                        \
    do {                                                \
        dcgmReturn_t rc_ = enter(__func__, 1, (h));     \
        if (rc_ != DCGM_ST_OK) return leave(rc_);       \
    } while (0)

static inst_t *instOf(inst_t *all, int n, u32 eid) {
    for (int i = 0; i < n; i++) if (all[i].eid == eid) return &all[i];
    return NULL;
}

static gpu_t *gpuOf(u32 eg, u32 eid) {
    inst_t *x;
    if (eg == CI) {
        if (!(x = instOf(S.ci, S.nci, eid))) return NULL;
        eg = GI;
        eid = x->parent;
    }
    if (eg == GI) {
        if (!(x = instOf(S.gi, S.ngi, eid))) return NULL;
        eg = GPU;
        eid = x->parent;
    }
    if (eg == LINK && (eid & 0xff) == GPU) {
        eg = GPU;
        eid >>= 24;
    }
    if (eg != GPU) return NULL;
    for (int i = 0; i < S.ngpu; i++) if (S.gpu[i].id == eid) return &S.gpu[i];
    return NULL;
}

static int known(u32 eg, u32 eid) {
    if (eg == GPU || eg == GI || eg == CI) return gpuOf(eg, eid) != NULL;
    if (eg == SW) for (int i = 0; i < S.nsw; i++) if (S.sw[i] == eid) return 1;
    if (eg == LINK) for (int i = 0; i < S.nlink; i++) if (S.link[i] == eid) return 1;
    return 0;
}

// --------------------------------------------------------------------- samples

static void text(dcgmFieldValue_v1 *o, u32 eg, u32 eid, const val_t *v, const gpu_t *g) {
    const char *s = DCGM_STR_NOT_SUPPORTED;
    inst_t *gi = eg == GI ? instOf(S.gi, S.ngi, eid) : NULL;
    if (v && v->kind == STR) s = v->text;
    else if (v && v->kind >= BLANK) s = DCGM_STR_BLANK;
    else if (o->fieldId == 1) s = S.driver;
    else if (gi && o->fieldId == 54 && gi->uuid[0]) s = gi->uuid;
    else if (gi && o->fieldId == 50 && gi->name[0]) s = gi->name;
    else if (g && eg == GPU) s = o->fieldId == 54 ? g->uuid : o->fieldId == 50 ? g->model : o->fieldId == 53 ? g->serial : g->bus;
    snprintf(o->value.str, DCGM_MAX_STR_LENGTH, "%s", s);
}

static void put(dcgmFieldValue_v1 *o, enum kind k, double x) {
    int why = k == NOTFOUND ? 1 : k == NOTSUPPORTED ? 2 : k == NOPERM ? 3 : 0;
    if (o->fieldType == 'd') o->value.dbl = k >= BLANK ? DCGM_FP64_BLANK + why : x;
    else if (o->fieldType == 'i') o->value.i64 = k >= BLANK ? DCGM_INT64_BLANK + why : (int64_t)x;
    else snprintf(o->value.str, 64, "%s", DCGM_STR_BLANK);
}

static void sample(dcgmFieldValue_v1 *o, u32 eg, u32 eid, unsigned short fid, usec ts) {
    const field_t *d = fieldOf(fid);
    const val_t *v = valueOf(eg, eid, fid);
    gpu_t *g = gpuOf(eg, eid);
    inst_t *gi = eg == GI ? instOf(S.gi, S.ngi, eid) : NULL;
    enum kind k = v ? v->kind : CONST;
    double x = v ? v->a : 0, t = (ts - epoch) / 1e6;
    o->version = dcgmFieldValue_version1;
    o->fieldId = fid;
    o->fieldType = d ? d->type : 'i';
    o->status = DCGM_ST_OK;
    o->ts = ts;
    if (!d || (d->level == GPU && eg != GPU) || (g && (g->lost || (isProf(fid) && !g->prof)))) k = NOTSUPPORTED;
    if (o->fieldType == 's') {
        text(o, eg, eid, v, g);
        return;
    }
    if (k == SINE) x = v->a + v->b * sin(6.283185307179586 * t / v->c);
    else if (k == RAMP) x = v->a + v->b * t;
    else if (!v && fid == 250) x = gi ? gi->fb : g ? g->fb : 0;
    if (k == NODATA) {
        o->status = DCGM_ST_NO_DATA;
        o->ts = 0;
    }
    if (k == STATUS) o->status = (int)v->a;
    put(o, k, x);
}

// Profiling fields need two raw samples: the first one of a watch is blank.
static void watched(dcgmFieldValue_v1 *o, const watch_t *w, usec t) {
    sample(o, w->eg, w->eid, w->fid, t);
    usec slack = w->minFreq < 1000000 ? w->minFreq : 1000000;
    if (isProf(w->fid) && ((t == w->start && !w->warm) || w->freq > 2 * w->minFreq + slack)) put(o, BLANK, 0);
}

// The newest sample of a watch; one that has ended produces no more.
static usec lastTick(const watch_t *w) {
    usec t = now();
    if (w->end && t > w->end) t = w->end;
    if (t < w->start) return 0;
    return w->start + (t - w->start) / w->freq * w->freq;
}

static int isEvent(unsigned short fid) { return fid == 230; }

static void latest(dcgmFieldValue_v1 *o, u32 eg, u32 eid, unsigned short fid) {
    watch_t *w = watchOf(eg, eid, fid, 0);
    usec t = w ? lastTick(w) : 0;
    if (w && isEvent(fid)) {
        sample(o, eg, eid, fid, 0);
        o->status = DCGM_ST_NO_DATA;
        put(o, BLANK, 0);
        for (int i = 0; i < S.nevent; i++) {
            event_t *e = &S.event[i];
            if (e->eg != eg || e->eid != eid || e->fid != fid || e->at > now() || e->at < w->start || e->at < o->ts) continue;
            o->status = DCGM_ST_OK;
            o->ts = e->at;
            o->value.i64 = e->code;
        }
        return;
    }
    if (t) {
        watched(o, w, t);
        return;
    }
    sample(o, eg, eid, fid, 0);
    o->status = fieldOf(fid) ? DCGM_ST_NOT_WATCHED : DCGM_ST_UNKNOWN_FIELD;
    put(o, BLANK, 0);
}

// ------------------------------------------------------------------ life cycle

API dcgmReturn_t dcgmInit(void) {
    dcgmReturn_t rc = enter(__func__, 0, 0);
    if (rc == DCGM_ST_OK) inits++;
    return leave(rc);
}

API dcgmReturn_t dcgmShutdown(void) {
    enter(__func__, 0, 0);
    if (inits > 0) inits--;
    connected = 0;
    wipe();
    return leave(DCGM_ST_OK);
}

static dcgmReturn_t begin(const char *fn, dcgmHandle_t *h) {
    dcgmReturn_t rc = enter(fn, 0, 0);
    if (rc == DCGM_ST_OK && !inits) rc = DCGM_ST_UNINITIALIZED;
    if (rc == DCGM_ST_OK && S.dead) rc = DCGM_ST_CONNECTION_NOT_VALID;
    if (rc != DCGM_ST_OK) return leave(rc);
    connected = 1;
    epoch = now();
    wipe();
    *h = handleNow = 0x1000 + ++generation;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmStartEmbedded(dcgmOperationMode_t m, dcgmHandle_t *h) {
    (void)m;
    return begin(__func__, h);
}

API dcgmReturn_t dcgmConnect_v2(const char *a, dcgmConnectV2Params_t *p, dcgmHandle_t *h) {
    logLine("address %s unix=%u persist=%u", a, p->addressIsUnixSocket, p->persistAfterDisconnect);
    if (p->version != dcgmConnectV2Params_version2) return DCGM_ST_VER_MISMATCH;
    return begin(__func__, h);
}

static dcgmReturn_t finish(const char *fn, dcgmHandle_t h) {
    dcgmReturn_t rc = enter(fn, 1, h);
    connected = 0;
    wipe();
    return leave(rc);
}

API dcgmReturn_t dcgmStopEmbedded(dcgmHandle_t h) { return finish(__func__, h); }
API dcgmReturn_t dcgmDisconnect(dcgmHandle_t h) { return finish(__func__, h); }

API const char *errorString(dcgmReturn_t r) {
    switch (r) {
        case DCGM_ST_OK: return "Success";
        case DCGM_ST_BADPARAM: return "Bad parameter passed to function";
        case DCGM_ST_NOT_SUPPORTED: return "This request is not supported";
        case DCGM_ST_NO_DATA: return "No data is available";
        case DCGM_ST_NOT_WATCHED: return "Field is not being watched";
        case DCGM_ST_UNINITIALIZED: return "DCGM has not been initialized";
        case DCGM_ST_TIMEOUT: return "The request timed out";
        case DCGM_ST_CONNECTION_NOT_VALID: return "Host engine connection invalid/disconnected";
        case DCGM_ST_MODULE_NOT_LOADED: return "This request is serviced by a module of DCGM that is not currently loaded";
        case DCGM_ST_VER_MISMATCH: return "API version mismatch";
        case DCGM_ST_UNKNOWN_FIELD: return "Unknown field ID";
        case DCGM_ST_MAX_LIMIT: return "Max limit reached for the object";
        case DCGM_ST_DUPLICATE_KEY: return "Duplicate Key passed to function";
        default: return "fake DCGM error";
    }
}

API dcgmReturn_t dcgmHostengineVersionInfo(dcgmHandle_t h, dcgmVersionInfo_t *v) {
    ENTER(h);
    if (v->version != dcgmVersionInfo_version) return leave(DCGM_ST_VER_MISMATCH);
    snprintf(v->rawBuildInfoString, sizeof v->rawBuildInfoString, "version:%s;arch:x86_64;buildtype:Fake", S.version);
    return leave(DCGM_ST_OK);
}

// ------------------------------------------------------------------- inventory

API dcgmReturn_t dcgmGetAllSupportedDevices(dcgmHandle_t h, unsigned ids[DCGM_MAX_NUM_DEVICES], int *c) {
    ENTER(h);
    *c = S.ngpu;
    for (int i = 0; i < S.ngpu; i++) ids[i] = S.gpu[i].id;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmGetGpuStatus(dcgmHandle_t h, unsigned id, DcgmEntityStatus_t *st) {
    ENTER(h);
    gpu_t *g = gpuOf(GPU, id);
    *st = !g ? DcgmEntityStatusUnknown : g->lost ? DcgmEntityStatusLost : DcgmEntityStatusOk;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmGetEntityGroupEntities(dcgmHandle_t h, dcgm_field_entity_group_t eg, dcgm_field_eid_t *out, int *n, unsigned flags) {
    (void)flags;
    ENTER(h);
    int k = 0, cap = *n;
    if (eg == GPU) for (int i = 0; i < S.ngpu && k < cap; i++) out[k++] = S.gpu[i].id;
    if (eg == SW) for (int i = 0; i < S.nsw && k < cap; i++) out[k++] = S.sw[i];
    *n = k;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmGetDeviceAttributes(dcgmHandle_t h, unsigned id, dcgmDeviceAttributes_t *a) {
    ENTER(h);
    gpu_t *g = gpuOf(GPU, id);
    if (!g) return leave(DCGM_ST_BADPARAM);
    if (a->version != dcgmDeviceAttributes_version3) return leave(DCGM_ST_VER_MISMATCH);
    snprintf(a->identifiers.uuid, DCGM_MAX_STR_LENGTH, "%s", g->uuid);
    snprintf(a->identifiers.deviceName, DCGM_MAX_STR_LENGTH, "%s", g->model);
    snprintf(a->identifiers.pciBusId, DCGM_MAX_STR_LENGTH, "%s", g->bus);
    snprintf(a->identifiers.serial, DCGM_MAX_STR_LENGTH, "%s", g->serial);
    snprintf(a->identifiers.driverVersion, DCGM_MAX_STR_LENGTH, "%s", S.driver);
    return leave(DCGM_ST_OK);
}

static void entry(dcgmMigHierarchyInfo_v2 *e, gpu_t *g, inst_t *gi) {
    memset(e, 0, sizeof *e);
    e->entity = (dcgmGroupEntityPair_t){GI, gi->eid};
    e->parent = (dcgmGroupEntityPair_t){GPU, g->id};
    snprintf(e->info.gpuUuid, sizeof e->info.gpuUuid, "%s", g->uuid);
    e->info.nvmlGpuIndex = g->id;
    e->info.nvmlInstanceId = gi->nvml;
    e->info.nvmlComputeInstanceId = -1;
    e->info.nvmlMigProfileId = gi->profile;
    e->info.nvmlProfileSlices = gi->slices;
}

API dcgmReturn_t dcgmGetGpuInstanceHierarchy(dcgmHandle_t h, dcgmMigHierarchy_v2 *m) {
    ENTER(h);
    if (m->version != dcgmMigHierarchy_version2) return leave(DCGM_ST_VER_MISMATCH);
    u32 k = 0;
    for (int i = 0; i < S.ngi; i++) {
        inst_t *gi = &S.gi[i];
        gpu_t *g = gpuOf(GI, gi->eid);
        if (!g) continue;
        entry(&m->entityList[k++], g, gi);
        for (int j = 0; j < S.nci; j++) {
            inst_t *ci = &S.ci[j];
            if (ci->parent != gi->eid) continue;
            dcgmMigHierarchyInfo_v2 *c = &m->entityList[k++];
            entry(c, g, gi);
            c->parent = c->entity;
            c->entity = (dcgmGroupEntityPair_t){CI, ci->eid};
            c->info.nvmlComputeInstanceId = ci->nvml;
            c->info.nvmlMigProfileId = ci->profile;
            c->info.nvmlProfileSlices = ci->slices;
        }
    }
    m->count = k;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmGetNvLinkLinkStatus(dcgmHandle_t h, dcgmNvLinkStatus_v5 *s) {
    ENTER(h);
    if (s->version != dcgmNvLinkStatus_version5) return leave(DCGM_ST_VER_MISMATCH);
    s->numGpus = S.ngpu;
    for (int i = 0; i < S.ngpu; i++) s->gpus[i].entityId = S.gpu[i].id;
    s->numNvSwitches = S.nsw;
    for (int i = 0; i < S.nsw; i++) s->nvSwitches[i].entityId = S.sw[i];
    for (int i = 0; i < S.nlink; i++) {
        u32 parent = S.link[i] >> 24, index = (S.link[i] >> 8) & 0xffff, kind = S.link[i] & 0xff;
        for (int j = 0; kind == GPU && j < S.ngpu && index < DCGM_NVLINK_MAX_LINKS_PER_GPU; j++)
            if (S.gpu[j].id == parent) s->gpus[j].linkState[index] = DcgmNvLinkLinkStateUp;
        for (int j = 0; kind == SW && j < S.nsw && index < DCGM_NVLINK_MAX_LINKS_PER_NVSWITCH; j++)
            if (S.sw[j] == parent) s->nvSwitches[j].linkState[index] = DcgmNvLinkLinkStateUp;
    }
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmProfGetSupportedMetricGroups(dcgmHandle_t h, dcgmProfGetMetricGroups_t *p) {
    ENTER(h);
    gpu_t *g = gpuOf(GPU, p->gpuId);
    if (!g) return leave(DCGM_ST_BADPARAM);
    if (!g->prof) return leave(DCGM_ST_MODULE_NOT_LOADED);
    u32 n = 0;
    p->numMetricGroups = 1;
    for (u32 i = 0; i < COUNT(kFields); i++) if (isProf(kFields[i].id)) p->metricGroups[0].fieldIds[n++] = kFields[i].id;
    p->metricGroups[0].numFieldIds = n;
    return leave(DCGM_ST_OK);
}

API dcgm_field_meta_p DcgmFieldGetById(unsigned short id) {
    static dcgm_field_meta_t metas[COUNT(kFields)];
    const field_t *d = fieldOf(id);
    if (!d) return NULL;
    dcgm_field_meta_t *m = &metas[d - kFields];
    m->fieldId = id;
    m->fieldType = d->type;
    m->size = 8;
    m->scope = DCGM_FS_ENTITY;
    m->entityLevel = d->level;
    snprintf(m->tag, sizeof m->tag, "%s", d->tag);
    return m;
}

// ---------------------------------------------------------------------- groups

static group_t *groupOf(dcgmGpuGrp_t id) { return id >= 1 && id <= COUNT(G) && G[id - 1].used ? &G[id - 1] : NULL; }
static fgroup_t *fieldsOf(dcgmFieldGrp_t id) { return id >= 1 && id <= COUNT(F) && F[id - 1].used ? &F[id - 1] : NULL; }

API dcgmReturn_t dcgmGroupCreate(dcgmHandle_t h, dcgmGroupType_t t, const char *name, dcgmGpuGrp_t *id) {
    (void)t;
    (void)name;
    ENTER(h);
    for (u32 i = 0; i < COUNT(G); i++) {
        if (G[i].used) continue;
        G[i].used = 1;
        G[i].n = 0;
        *id = i + 1;
        return leave(DCGM_ST_OK);
    }
    return leave(DCGM_ST_MAX_LIMIT);
}

API dcgmReturn_t dcgmGroupDestroy(dcgmHandle_t h, dcgmGpuGrp_t id) {
    ENTER(h);
    group_t *g = groupOf(id);
    if (!g) return leave(DCGM_ST_NOT_CONFIGURED);
    g->used = 0;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmGroupAddEntity(dcgmHandle_t h, dcgmGpuGrp_t id, dcgm_field_entity_group_t eg, dcgm_field_eid_t eid) {
    ENTER(h);
    group_t *g = groupOf(id);
    if (!g) return leave(DCGM_ST_NOT_CONFIGURED);
    if (!known(eg, eid) || g->n >= 1024) return leave(DCGM_ST_BADPARAM);
    g->e[g->n++] = (dcgmGroupEntityPair_t){eg, eid};
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmFieldGroupCreate(dcgmHandle_t h, int n, const unsigned short *f, const char *name, dcgmFieldGrp_t *id) {
    ENTER(h);
    if (n < 1 || n > 128) return leave(DCGM_ST_BADPARAM);
    for (int j = 0; j < n; j++) {
        for (int k = 0; k < S.nunknown; k++) if (S.unknown[k] == f[j]) return leave(DCGM_ST_BADPARAM);
        if (!fieldOf(f[j])) return leave(DCGM_ST_BADPARAM);
    }
    for (u32 i = 0; i < COUNT(F); i++) if (F[i].used && !strcmp(F[i].name, name)) return leave(DCGM_ST_DUPLICATE_KEY);
    for (u32 i = 0; i < COUNT(F); i++) {
        if (F[i].used) continue;
        F[i].used = 1;
        F[i].n = n;
        memcpy(F[i].f, f, n * sizeof *f);
        snprintf(F[i].name, sizeof F[i].name, "%s", name);
        *id = i + 1;
        return leave(DCGM_ST_OK);
    }
    return leave(DCGM_ST_MAX_LIMIT);
}

API dcgmReturn_t dcgmFieldGroupDestroy(dcgmHandle_t h, dcgmFieldGrp_t id) {
    ENTER(h);
    fgroup_t *f = fieldsOf(id);
    if (!f) return leave(DCGM_ST_NO_DATA);
    f->used = 0;
    return leave(DCGM_ST_OK);
}

// --------------------------------------------------------------------- watches

API dcgmReturn_t dcgmWatchFields(dcgmHandle_t h, dcgmGpuGrp_t gid, dcgmFieldGrp_t fid, usec freq, double age, int keep) {
    ENTER(h);
    group_t *g = groupOf(gid);
    fgroup_t *f = fieldsOf(fid);
    if (!g || !f) return leave(DCGM_ST_BADPARAM);
    if (freq < 1000) freq = 1000;
    for (int j = 0; j < f->n; j++) for (int k = 0; k < S.nrefused; k++) if (S.refused[k] == f->f[j]) return leave(DCGM_ST_BADPARAM);
    for (int i = 0; i < g->n; i++) for (int j = 0; j < f->n; j++) {
        watch_t *w = watchOf(g->e[i].entityGroupId, g->e[i].entityId, f->f[j], 1);
        if (!w) return leave(DCGM_ST_MAX_LIMIT);
        // One watcher per connection and field, the last call wins.
        int again = w->freq && !w->end;
        usec least = again && w->minFreq < freq ? w->minFreq : freq;
        *w = (watch_t){g->e[i].entityGroupId, g->e[i].entityId, f->f[j], freq, least, (usec)(age * 1e6), now(), 0, keep, again};
    }
    logLine("watch entities=%d fields=%d freq=%lld age=%.1f keep=%d", g->n, f->n, freq, age, keep);
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmUnwatchFields(dcgmHandle_t h, dcgmGpuGrp_t gid, dcgmFieldGrp_t fid) {
    ENTER(h);
    group_t *g = groupOf(gid);
    fgroup_t *f = fieldsOf(fid);
    if (!g || !f) return leave(DCGM_ST_BADPARAM);
    for (int i = 0; i < g->n; i++) for (int j = 0; j < f->n; j++) {
        watch_t *w = watchOf(g->e[i].entityGroupId, g->e[i].entityId, f->f[j], 0);
        if (w && !w->end) w->end = now();
    }
    logLine("unwatch entities=%d fields=%d", g->n, f->n);
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmUpdateAllFields(dcgmHandle_t h, int wait) {
    (void)wait;
    ENTER(h);
    return leave(DCGM_ST_OK);
}

static dcgmFieldValue_v1 scratch;

API dcgmReturn_t dcgmGetValuesSince_v2(dcgmHandle_t h, dcgmGpuGrp_t gid, dcgmFieldGrp_t fid, usec since, usec *next, dcgmFieldValueEntityEnumeration_f cb, void *user) {
    ENTER(h);
    group_t *g = groupOf(gid);
    fgroup_t *f = fieldsOf(fid);
    if (!g || !f || !cb || !next) return leave(DCGM_ST_BADPARAM);
    for (int i = 0; i < g->n; i++) for (int j = 0; j < f->n; j++) {
        u32 eg = g->e[i].entityGroupId, eid = g->e[i].entityId;
        watch_t *w = watchOf(eg, eid, f->f[j], 0);
        if (!w) return leave(DCGM_ST_NOT_WATCHED); // one such field fails the whole call
        if (isEvent(w->fid)) {
            for (int k = 0; k < S.nevent; k++) {
                event_t *e = &S.event[k];
                if (e->eg != eg || e->eid != eid || e->fid != w->fid || e->at < since || e->at < w->start || e->at > now()) continue;
                sample(&scratch, eg, eid, w->fid, e->at);
                scratch.value.i64 = e->code;
                if (cb(eg, eid, &scratch, 1, user)) return leave(DCGM_ST_OK);
            }
            continue;
        }
        usec last = lastTick(w), lo = w->start;
        if (!last) continue;
        usec span = w->age > w->keep * w->freq ? w->age : w->keep * w->freq;
        if (last - span + w->freq > lo) lo += (last - span + w->freq - lo + w->freq - 1) / w->freq * w->freq;
        if (since > lo) lo += (since - lo + w->freq - 1) / w->freq * w->freq;
        for (usec t = lo; t <= last; t += w->freq) {
            watched(&scratch, w, t);
            if (cb(eg, eid, &scratch, 1, user)) return leave(DCGM_ST_OK);
        }
    }
    *next = now() + 1;
    return leave(DCGM_ST_OK);
}

API dcgmReturn_t dcgmEntitiesGetLatestValues(dcgmHandle_t h, dcgmGroupEntityPair_t e[], unsigned ne, unsigned short f[], unsigned nf, unsigned flags, dcgmFieldValue_v2 v[]) {
    ENTER(h);
    // The real engine ends with a segmentation fault for some fields.
    if (flags & DCGM_FV_FLAG_LIVE_DATA) abort();
    for (u32 i = 0; i < ne; i++) for (u32 j = 0; j < nf; j++) {
        dcgmFieldValue_v2 *o = &v[i * nf + j];
        latest(&scratch, e[i].entityGroupId, e[i].entityId, f[j]);
        o->version = dcgmFieldValue_version2;
        o->entityGroupId = e[i].entityGroupId;
        o->entityId = e[i].entityId;
        o->fieldId = f[j];
        o->fieldType = scratch.fieldType;
        o->status = scratch.status;
        o->ts = scratch.ts;
        if (scratch.fieldType == 's') memcpy(o->value.str, scratch.value.str, DCGM_MAX_STR_LENGTH);
        else o->value.i64 = scratch.value.i64;
    }
    return leave(DCGM_ST_OK);
}
