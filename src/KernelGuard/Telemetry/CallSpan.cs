using System.Diagnostics;

namespace KernelGuard.Telemetry;

/// <summary>The span of one guarded call: the <c>execute_tool</c> span that the framework has already opened, else one of our own.</summary>
internal readonly struct CallSpan : IDisposable
{
    private const string Operation = "execute_tool";
    private const string Claim = "kernelguard";
    private readonly Activity? _activity;
    private readonly bool _owned;

    private CallSpan(Activity? activity, bool owned)
    {
        _activity = activity;
        _owned = owned;
    }

    /// <summary>Starts the span of a call; none where nobody listens.</summary>
    /// <param name="tool">The tool's name, safe to show.</param>
    /// <param name="callId">The provider's id of the call, or null.</param>
    public static CallSpan Start(string tool, string? callId)
    {
        var outer = Activity.Current;
        if (outer is not null && outer.OperationName.StartsWith(Operation, StringComparison.Ordinal) && TryClaim(outer))
        {
            outer.AddEvent(new ActivityEvent(TelemetryEvents.Proposed));
            return new CallSpan(outer, owned: false);
        }

        if (!GuardTelemetry.Source.HasListeners())
        {
            return default;
        }

        var own = GuardTelemetry.Source.StartActivity($"{Operation} {tool}");
        own?.SetTag(TelemetryTags.OperationName, Operation).SetTag(TelemetryTags.ToolName, tool).SetTag(TelemetryTags.ToolCallId, callId);
        own?.AddEvent(new ActivityEvent(TelemetryEvents.Proposed));
        own?.SetCustomProperty(Claim, Claim);
        return new CallSpan(own, owned: true);
    }

    /// <summary>Whether anybody looks, so that tags are worth making.</summary>
    public bool IsRecorded => _activity is not null;

    public CallSpan Tag(string name, string? value)
    {
        if (value is not null)
        {
            _activity?.SetTag(name, value);
        }

        return this;
    }

    public void Mark(string name) => _activity?.AddEvent(new ActivityEvent(name));

    /// <summary>Says that the tool did not run, or failed: without this, dashboards count a refused call as a success.</summary>
    /// <param name="cause">The refusal's code, or the type of what the tool threw.</param>
    public void MarkFailed(string cause) =>
        _activity?.SetStatus(ActivityStatusCode.Error, cause).SetTag(TelemetryTags.ErrorType, cause);

    public void Dispose()
    {
        if (_owned)
        {
            _activity?.Dispose();
        }
    }

    // A span is one call's: a call that the tool makes gets its own, or its refusal would be told of the tool.
    private static bool TryClaim(Activity activity)
    {
        if (activity.GetCustomProperty(Claim) is not null)
        {
            return false;
        }

        activity.SetCustomProperty(Claim, Claim);
        return true;
    }
}
