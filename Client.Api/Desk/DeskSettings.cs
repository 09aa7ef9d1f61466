using TradeBooks.Domain.Settings;
using TradeBooks.Hosting;

namespace TradeBooks.Client.Api.Desk;

/// <summary>What the desk shows.</summary>
/// <param name="Portfolios">Keys of the cluster's portfolios, one or more, in ordinal order.</param>
internal sealed record DeskSettings(IReadOnlyList<string> Portfolios)
{
    public const string Section = "Desk";

    /// <exception cref="SettingException">A value is wrong or unknown.</exception>
    public static DeskSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section.GetChildren().FirstOrDefault(child => !child.Key.Equals("Portfolios", StringComparison.OrdinalIgnoreCase)) is { } unknown)
            throw new SettingException($"unknown setting 'Desk.{unknown.Key}'; known are: Desk.Portfolios");
        var keys = HostConfiguration.List(section.GetSection("Portfolios"));
        return new DeskSettings(keys.Count > 0 ? [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : ["default"]);
    }
}
