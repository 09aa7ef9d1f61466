using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace TradeBooks.Tests.Orleans;

/// <summary>
/// Ends one silo of several in this process where Orleans would end the process, and all tests with it: when the others
/// take it for dead, as on a machine too busy to answer them in time. It is gone as if it had been killed.
/// </summary>
internal sealed class SiloEnd(IServiceProvider services) : IFatalErrorHandler
{
    private int _isEnding;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object sender, string context, Exception exception)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 1)
            return;
        Console.Error.WriteLine($"a silo ends: {context} {exception?.Message}");

        // Not here: whoever calls is a part of what is stopped.
        _ = Task.Run(() => services.GetRequiredService<IHost>().StopAsync(new CancellationToken(canceled: true)));
    }
}
