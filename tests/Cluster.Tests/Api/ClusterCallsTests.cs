extern alias api;

using api::TradeBooks.Client.Api.Desk;
using api::TradeBooks.Client.Api.Hosting;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Cluster.Tests.Api;

/// <summary>What a call that fails means to who asks the API.</summary>
public sealed class ClusterCallsTests
{
    [Fact]
    public async Task AskAsync_SiloStops_SaysThatTheClusterIsAway()
    {
        var calls = await Create();
        // What a grain throws whose silo is stopping, and what comes of a lost one.
        foreach (var error in (Exception[])[new OperationCanceledException(), new TaskCanceledException(), new TimeoutException()])
        {
            await Assert.ThrowsAsync<DeskUnavailableException>(
                () => calls.AskAsync(_ => Task.FromException<int>(error), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task AskAsync_CallerGivesUp_IsCancelled()
    {
        var calls = await Create();
        using var caller = new CancellationTokenSource();
        var asked = calls.AskAsync(_ => new TaskCompletionSource<int>().Task, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private static async Task<ClusterCalls> Create()
    {
        var connection = new ClusterConnection();
        var lifecycle = new Lifecycle();
        connection.Participate(lifecycle);
        await lifecycle.Observer!.OnStart(TestContext.Current.CancellationToken);
        return new ClusterCalls(null!, connection, TimeSpan.FromSeconds(30));
    }

    private sealed class Lifecycle : IClusterClientLifecycle
    {
        public ILifecycleObserver? Observer { get; private set; }

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            Observer = observer;
            return new MemoryStream();
        }
    }
}
