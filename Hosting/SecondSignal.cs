using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TradeBooks.Hosting;

/// <summary>The first SIGTERM or Ctrl-C stops in order; a second one ends the process at once.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenSource _first = new();
    private int _count;

    public SecondSignal()
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT })
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken First => _first.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _first.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        // Nothing that would wait for the stop that hangs.
        if (Interlocked.Increment(ref _count) > 1)
            Process.GetCurrentProcess().Kill();
        _first.Cancel();
    }
}
