using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace TradeBooks.Tests.Kafka;

/// <summary>
/// librdkafka's functions for its mock cluster (rdkafka_mock.h), in the very library that Confluent.Kafka has loaded.
/// Those with variable arguments are left out: a call of one is not portable from here.
/// </summary>
internal static class NativeMock
{
    private const string Library = "librdkafka";

    static NativeMock() => NativeLibrary.SetDllImportResolver(typeof(NativeMock).Assembly, (name, _, _) =>
        name == Library ? NativeLibrary.Load(LoadedLibrary()) : IntPtr.Zero);

    /// <summary>rd_kafka_t of a client; Confluent.Kafka keeps it to itself.</summary>
    public static SafeHandle ClientOf(Handle handle) =>
        (SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(handle)!;

    [DllImport(Library, EntryPoint = "rd_kafka_handle_mock_cluster")]
    public static extern IntPtr ClusterOf(SafeHandle client);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static extern IntPtr Bootstraps(IntPtr cluster);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_set_controller_id")]
    public static extern void SetController(IntPtr cluster, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_create")]
    public static extern ErrorCode CreateTopic(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicas);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_set_error")]
    public static extern void SetTopicError(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, ErrorCode error);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader")]
    public static extern ErrorCode SetLeader(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_partition_delete_records")]
    public static extern ErrorCode DeleteRecords(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, long before);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static extern void PushErrors(IntPtr cluster, MockRequest request, nuint count, ErrorCode[] errors);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    public static extern void ClearErrors(IntPtr cluster, MockRequest request);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static extern ErrorCode SetDown(IntPtr cluster, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static extern ErrorCode SetUp(IntPtr cluster, int broker);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    public static extern ErrorCode SetRoundTrip(IntPtr cluster, int broker, int milliseconds);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static extern void SetRebalanceDelay(IntPtr cluster, int milliseconds);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking")]
    public static extern void StartTracking(IntPtr cluster);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_get_requests")]
    public static extern IntPtr GetRequests(IntPtr cluster, out nuint count);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_request_api_key")]
    public static extern MockRequest KindOf(IntPtr request);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array")]
    public static extern void DestroyRequests(IntPtr requests, nuint count);

    /// <summary>
    /// Beside the assembly, under runtimes/ or the system's own, as Confluent.Kafka has chosen: another copy would know
    /// nothing of its clients.
    /// </summary>
    private static string LoadedLibrary()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Select(module => module.FileName).FirstOrDefault(
                path => Path.GetFileName(path).Contains(Library, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("Confluent.Kafka has not loaded librdkafka");
    }
}
