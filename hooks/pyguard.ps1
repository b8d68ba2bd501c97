# pyguard for PowerShell 7: all that a profile loads. Profiles run for scripts too, `prompt` only for people: so this
# wraps `prompt`, and everything else waits for its first call. In constrained language, and on Windows, it is inert.
if ([string]$ExecutionContext.SessionState.LanguageMode -cne 'FullLanguage' -or
    [IO.Path]::DirectorySeparatorChar -cne '/' -or $null -eq $function:prompt -or
    ($null -ne $function:prompt.Module -and $function:prompt.Module.Name -ceq 'pyguard')) { return }

$null = New-Module -Name pyguard -ArgumentList $PSScriptRoot, $function:prompt -ScriptBlock {
    param($directory, $original)
    Set-StrictMode -Version Latest

    # The first call comes here; from the second on it is the prompt of pyguard.psm1, or the user's own.
    $prompt = {
        param($original)
        $ok = $?
        $errors = $global:Error.Count
        $script:prompt = { param($original) & $original }
        try {
            $file = "$directory/pwsh/pyguard.psm1"
            $module = Microsoft.PowerShell.Core\Import-Module $file -PassThru -DisableNameChecking -Verbose:$false
            $script:prompt = & $module { $prompt }
        } catch {
            while ($global:Error.Count -gt $errors) { $global:Error.RemoveAt(0) }
        }
        if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
        & $script:prompt $original
    }

    # One statement, so that `$?` arrives as it is.
    ${function:global:prompt} = { & $script:prompt $script:original }
}
