namespace TradeBooks.Client.Api.Hosting;

/// <summary>Knows whether the client has found the cluster once; before that it does not know what grains there are.</summary>
internal sealed class ClusterConnection : ILifecycleParticipant<IClusterClientLifecycle>
{
    private volatile bool _isMade;

    public bool IsMade => _isMade;

    public void Participate(IClusterClientLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(ClusterConnection), ServiceLifecycleStage.Active, _ => Set(true), _ => Set(false));

    private Task Set(bool isMade)
    {
        _isMade = isMade;
        return Task.CompletedTask;
    }
}
