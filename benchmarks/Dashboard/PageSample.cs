namespace TradeBooks.Benchmarks.Dashboard;

/// <summary>What a page was like for some seconds.</summary>
/// <param name="View">The view that was shown.</param>
/// <param name="HeapBytes">JavaScript's heap after a collection.</param>
/// <param name="Nodes">Nodes of the document, those without it too.</param>
/// <param name="FramesPerSecond">Of each whole second.</param>
/// <param name="LongestFrame">Milliseconds between two frames.</param>
internal sealed record PageSample(string View, double HeapBytes, double Nodes, int[] FramesPerSecond, double LongestFrame);
