using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using KernelGuard.Facts;
using KernelGuard.Rules;
using KernelGuard.Tools;
using Microsoft.Extensions.Logging;

namespace KernelGuard;

/// <summary>How a guard is set up. Read once, when the guard is created.</summary>
public sealed class GuardOptions
{
    internal static string DefaultPolicyPath { get; } = Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>A policy file, or a folder of them; null where there are no documents, and <see cref="Rules"/> are all that judges.</summary>
    /// <value>The default is <c>policies</c> under the application's base directory. A relative path is taken from the current directory.</value>
    /// <remarks>A path at which there is nothing is an error, also beside rules in code: documents that were left behind must not go unnoticed.</remarks>
    public string? PolicyPath { get; set; } = DefaultPolicyPath;

    /// <summary>Whether changed policy files are put in force without a restart.</summary>
    /// <value>The default is true.</value>
    /// <remarks>
    /// The files are looked at every two seconds, on the guard's clock, and loaded once two looks in a row found the same. Files that cannot be loaded
    /// leave the policies in force and raise an alarm. A <c>HALT</c> file is looked for in any case, unless there is no <see cref="PolicyPath"/>.
    /// </remarks>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>The tools that exist, with their JSON Schemas.</summary>
    /// <value>
    /// The default is null: tools are not known, so an unknown tool is left to the rules and arguments are judged as sent. With a list, a call to a tool
    /// that is not in it is refused with <c>unknown_tool</c>, and arguments are checked and coerced by the tool's schema.
    /// </value>
    public IReadOnlyList<ToolDescriptor>? Tools { get; set; }

    /// <summary>Gets or sets whether a tool that no rule can let run is an error, instead of a tool whose calls are all refused.</summary>
    /// <value>The default is false. Only tools that the host lists in <see cref="Tools"/> are looked at.</value>
    /// <remarks>A guard is then not created, and policies are not reloaded, where a tool lacks a rule. Observed rules do not count.</remarks>
    public bool RequiresPermits { get; set; }

    /// <summary>Who is acting where no scope says so.</summary>
    /// <value>The default is nobody.</value>
    public Caller DefaultCaller { get; set; } = Caller.Unknown;

    /// <summary>Where the guard learns who its agents are.</summary>
    public AgentOptions Agents { get; } = new();

    /// <summary>Where the guard learns business facts.</summary>
    public FactOptions Facts { get; } = new();

    /// <summary>Rules written in C#, beside those of the policy documents, or without any: see <see cref="PolicyPath"/>.</summary>
    public RuleOptions Rules { get; } = new();

    /// <summary>How large arguments may be.</summary>
    public CallLimits Limits { get; set; } = new();

    /// <summary>How approvals work.</summary>
    public ApprovalOptions Approvals { get; } = new();

    /// <summary>Where decisions are recorded, and what of them.</summary>
    public EvidenceOptions Evidence { get; } = new();

    /// <summary>What runs in the sandbox instead of tools: by the name of the substitute, as <c>sandbox: {tool: …}</c> gives it.</summary>
    /// <value>The default is none: a call that would go to a substitute is refused.</value>
    public IDictionary<string, Func<FrozenObject, CancellationToken, ValueTask<object?>>> Substitutes { get; } =
        new Dictionary<string, Func<FrozenObject, CancellationToken, ValueTask<object?>>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a throttle with <c>wait</c> may hold a call back until there is room.</summary>
    /// <value>The default is true. False refuses such a call at once, with the time after which it may pass.</value>
    public bool WaitsForThrottles { get; set; } = true;

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the guard logs.</summary>
    /// <value>The default is nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where decision ids come from.</summary>
    /// <value>The default gives unique ids; another source makes runs reproducible.</value>
    public DecisionIdSource DecisionIds { get; set; } = DecisionIdSource.Create();

    /// <summary>Sees what rules said of each call as it was sent and as it was decided on, for measuring which of them tests reach.</summary>
    internal Action<RuleLook, RuleLook>? Watch { get; set; }
}
