# pyguard for PowerShell 7: all that a profile loads. Profiles run for scripts too, `prompt` only for people: so this
# wraps `prompt`, and everything else waits for its first call. In constrained language, and on Windows, it is inert.
if ([string]$ExecutionContext.SessionState.LanguageMode -cne 'FullLanguage' -or
    [IO.Path]::DirectorySeparatorChar -cne '/' -or $null -eq $function:prompt -or
    ($null -ne $function:prompt.Module -and $function:prompt.Module.Name -ceq 'pyguard')) { return }

$null = New-Module -Name pyguard -ArgumentList $PSScriptRoot, $function:prompt -ScriptBlock {
    param($directory, $original)
    Set-StrictMode -Version Latest
    # Nothing of this is the user's to see; `prompt` is made in the global scope below.
    Microsoft.PowerShell.Core\Export-ModuleMember -Verbose:$false
    # What all wrappers share with pyguard.psm1; there may be several around each other.
    $shared = $null
    $writesItself = $false

    # Where it cannot be loaded, or is not ours, the prompt stays as it was.
    function Import-Hook {
        $errors = $global:Error.Count
        $script:shared = @{ Depth = 0; Hook = { '' }; Prompt = $null; Activated = $null; Plain = $null }
        try {
            $file = "$directory/pwsh/pyguard.psm1"
            $module = Microsoft.PowerShell.Core\Import-Module $file -PassThru -Verbose:$false -ErrorAction Stop
            $script:shared = & $module { $shared }
        } catch {
            while ($global:Error.Count -gt $errors) { $global:Error.RemoveAt(0) }
        }
    }

    # Shows what the user's prompt shows. The host keeps `$?` for the next command; the user's prompt sees it only if
    # no statement of ours comes between.
    ${function:global:prompt} = {
        $ok = $?
        if ($null -eq $shared) { Import-Hook }
        $prefix = ''
        if ($shared.Depth -eq 0) {
            $shared.Prompt = $original
            $prefix = & $shared.Hook
        }
        $prompt = if ([object]::ReferenceEquals($original, $shared.Activated)) { $shared.Plain } else { $original }
        if ($writesItself -and $prefix.Length -gt 0) { Microsoft.PowerShell.Utility\Write-Host $prefix -NoNewline }
        $shared.Depth++
        try {
            if ($prefix.Length -eq 0 -or $writesItself) {
                if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
                & $prompt
            } else {
                if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
                $shown = @(& $prompt)
                # A prompt that is written by Write-Host returns a blank: from now on the prefix is written too.
                $script:writesItself = $shown.Count -eq 0 -or [string]::IsNullOrWhiteSpace([string]$shown[0])
                if (-not $writesItself) { $shown[0] = $prefix + [string]$shown[0] }
                $shown
            }
        } finally {
            $shared.Depth--
        }
    }
}
