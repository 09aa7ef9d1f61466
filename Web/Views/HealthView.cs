namespace TradeBooks.Web.Views;

/// <summary>Whether the server is well.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record HealthView(string Status);
